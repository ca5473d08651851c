// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class GenerateSticker {
  const GenerateSticker({
    this.carId,
    required this.format,
    this.label,
    this.placement,
    required this.size,
    this.template,
  });

  factory GenerateSticker.fromJson(Object? json) {
    final fields = _Fields('GenerateSticker', json);
    return GenerateSticker(
      carId: fields.optional('carId', (v) => v as String),
      format: fields.required('format', (v) => StickerFormat.fromJson(v)),
      label: fields.optional('label', (v) => v as String),
      placement: fields.optional('placement', (v) => v as String),
      size: fields.required('size', (v) => StickerSize.fromJson(v)),
      template: fields.optional('template', (v) => Template.fromJson(v)),
    );
  }

  /// The caller’s car; defaults to it.
  final String? carId;

  final StickerFormat format;

  /// Text printed on the sticker.
  final String? label;

  /// Gives the sticker its own code, so that its scans are listed separately and it can be withdrawn alone.
  final String? placement;

  final StickerSize size;

  final Template? template;

  Map<String, dynamic> toJson() => {
        if (carId != null) 'carId': carId,
        'format': format,
        if (label != null) 'label': label,
        if (placement != null) 'placement': placement,
        'size': size,
        if (template != null) 'template': template,
      };

  @override
  String toString() => 'GenerateSticker${toJson()}';
}


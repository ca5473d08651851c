// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class StickerResponse {
  const StickerResponse({
    required this.active,
    required this.carId,
    required this.code,
    required this.createdAt,
    required this.downloadUrl,
    required this.format,
    required this.id,
    required this.printCheck,
    required this.qrValue,
    required this.size,
    required this.template,
  });

  factory StickerResponse.fromJson(Object? json) {
    final fields = _Fields('StickerResponse', json);
    return StickerResponse(
      active: fields.required('active', (v) => v as bool),
      carId: fields.required('carId', (v) => v as String),
      code: fields.required('code', (v) => v as String),
      createdAt: fields.required('createdAt', (v) => DateTime.parse(v as String)),
      downloadUrl: fields.required('downloadUrl', (v) => v as String),
      format: fields.required('format', (v) => StickerFormat.fromJson(v)),
      id: fields.required('id', (v) => v as String),
      printCheck: fields.required('printCheck', (v) => PrintCheckResponse.fromJson(v)),
      qrValue: fields.required('qrValue', (v) => v as String),
      size: fields.required('size', (v) => StickerSize.fromJson(v)),
      template: fields.required('template', (v) => Template.fromJson(v)),
    );
  }

  /// Whether the code resolves.
  final bool active;

  /// The car that the sticker belongs to.
  final String carId;

  /// The code printed under the symbol.
  final String code;

  /// When the sticker was made.
  final DateTime createdAt;

  /// Opens in any browser without a header.
  final String downloadUrl;

  final StickerFormat format;

  /// The sticker.
  final String id;

  final PrintCheckResponse printCheck;

  /// The text in the symbol.
  final String qrValue;

  final StickerSize size;

  final Template template;

  Map<String, dynamic> toJson() => {
        'active': active,
        'carId': carId,
        'code': code,
        'createdAt': createdAt.toUtc().toIso8601String(),
        'downloadUrl': downloadUrl,
        'format': format,
        'id': id,
        'printCheck': printCheck,
        'qrValue': qrValue,
        'size': size,
        'template': template,
      };

  @override
  String toString() => 'StickerResponse${toJson()}';
}


// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class StickerEnvelope {
  const StickerEnvelope({
    required this.qr,
    required this.success,
  });

  factory StickerEnvelope.fromJson(Object? json) {
    final fields = _Fields('StickerEnvelope', json);
    return StickerEnvelope(
      qr: fields.required('qr', (v) => StickerResponse.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final StickerResponse qr;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'qr': qr,
        'success': success,
      };

  @override
  String toString() => 'StickerEnvelope${toJson()}';
}


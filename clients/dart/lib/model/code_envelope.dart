// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class CodeEnvelope {
  const CodeEnvelope({
    required this.qr,
    required this.success,
  });

  factory CodeEnvelope.fromJson(Object? json) {
    final fields = _Fields('CodeEnvelope', json);
    return CodeEnvelope(
      qr: fields.required('qr', (v) => CodeResponse.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final CodeResponse qr;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'qr': qr,
        'success': success,
      };

  @override
  String toString() => 'CodeEnvelope${toJson()}';
}


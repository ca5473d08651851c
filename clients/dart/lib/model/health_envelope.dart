// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class HealthEnvelope {
  const HealthEnvelope({
    required this.status,
    required this.success,
  });

  factory HealthEnvelope.fromJson(Object? json) {
    final fields = _Fields('HealthEnvelope', json);
    return HealthEnvelope(
      status: fields.required('status', (v) => v as String),
      success: fields.required('success', (v) => v as bool),
    );
  }

  /// Always ok; otherwise the response is an error.
  final String status;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'status': status,
        'success': success,
      };

  @override
  String toString() => 'HealthEnvelope${toJson()}';
}


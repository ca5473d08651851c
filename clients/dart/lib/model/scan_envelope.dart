// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ScanEnvelope {
  const ScanEnvelope({
    required this.activity,
    required this.success,
  });

  factory ScanEnvelope.fromJson(Object? json) {
    final fields = _Fields('ScanEnvelope', json);
    return ScanEnvelope(
      activity: fields.required('activity', (v) => ScanActivity.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final ScanActivity activity;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'activity': activity,
        'success': success,
      };

  @override
  String toString() => 'ScanEnvelope${toJson()}';
}


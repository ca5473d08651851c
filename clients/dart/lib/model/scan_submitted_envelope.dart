// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ScanSubmittedEnvelope {
  const ScanSubmittedEnvelope({
    required this.activity,
    required this.car,
    required this.success,
  });

  factory ScanSubmittedEnvelope.fromJson(Object? json) {
    final fields = _Fields('ScanSubmittedEnvelope', json);
    return ScanSubmittedEnvelope(
      activity: fields.required('activity', (v) => ScanActivity.fromJson(v)),
      car: fields.required('car', (v) => ScannedCarResponse.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final ScanActivity activity;

  final ScannedCarResponse car;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'activity': activity,
        'car': car,
        'success': success,
      };

  @override
  String toString() => 'ScanSubmittedEnvelope${toJson()}';
}


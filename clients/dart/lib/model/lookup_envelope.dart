// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class LookupEnvelope {
  const LookupEnvelope({
    required this.car,
    required this.gate,
    required this.success,
  });

  factory LookupEnvelope.fromJson(Object? json) {
    final fields = _Fields('LookupEnvelope', json);
    return LookupEnvelope(
      car: fields.required('car', (v) => ScannedCarResponse.fromJson(v)),
      gate: fields.required('gate', (v) => Gate.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final ScannedCarResponse car;

  final Gate gate;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'car': car,
        'gate': gate,
        'success': success,
      };

  @override
  String toString() => 'LookupEnvelope${toJson()}';
}


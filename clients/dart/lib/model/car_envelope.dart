// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class CarEnvelope {
  const CarEnvelope({
    required this.car,
    required this.success,
  });

  factory CarEnvelope.fromJson(Object? json) {
    final fields = _Fields('CarEnvelope', json);
    return CarEnvelope(
      car: fields.required('car', (v) => CarResponse.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final CarResponse car;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'car': car,
        'success': success,
      };

  @override
  String toString() => 'CarEnvelope${toJson()}';
}


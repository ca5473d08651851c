// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class PlansEnvelope {
  const PlansEnvelope({
    required this.plans,
    required this.success,
  });

  factory PlansEnvelope.fromJson(Object? json) {
    final fields = _Fields('PlansEnvelope', json);
    return PlansEnvelope(
      plans: fields.required('plans', (v) => (v as List<dynamic>).map((dynamic v) => PlanResponse.fromJson(v)).toList()),
      success: fields.required('success', (v) => v as bool),
    );
  }

  /// The plans on sale.
  final List<PlanResponse> plans;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'plans': plans,
        'success': success,
      };

  @override
  String toString() => 'PlansEnvelope${toJson()}';
}


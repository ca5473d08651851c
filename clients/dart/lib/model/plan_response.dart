// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class PlanResponse {
  const PlanResponse({
    required this.amount,
    required this.currency,
    required this.planDuration,
  });

  factory PlanResponse.fromJson(Object? json) {
    final fields = _Fields('PlanResponse', json);
    return PlanResponse(
      amount: fields.required('amount', (v) => v as int),
      currency: fields.required('currency', (v) => v as String),
      planDuration: fields.required('planDuration', (v) => v as int),
    );
  }

  /// The price in paise.
  final int amount;

  /// The ISO 4217 code.
  final String currency;

  /// How long premium lasts, in days.
  final int planDuration;

  Map<String, dynamic> toJson() => {
        'amount': amount,
        'currency': currency,
        'planDuration': planDuration,
      };

  @override
  String toString() => 'PlanResponse${toJson()}';
}


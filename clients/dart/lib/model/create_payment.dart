// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class CreatePayment {
  const CreatePayment({
    this.amount,
    this.currency,
    required this.planDuration,
  });

  factory CreatePayment.fromJson(Object? json) {
    final fields = _Fields('CreatePayment', json);
    return CreatePayment(
      amount: fields.optional('amount', (v) => v as int),
      currency: fields.optional('currency', (v) => v as String),
      planDuration: fields.required('planDuration', (v) => v as int),
    );
  }

  /// The price the app has shown, in paise; must match the plan’s.
  final int? amount;

  /// The currency the app has shown; must match the plan’s.
  final String? currency;

  /// The duration of one of the plans, in days.
  final int planDuration;

  Map<String, dynamic> toJson() => {
        if (amount != null) 'amount': amount,
        if (currency != null) 'currency': currency,
        'planDuration': planDuration,
      };

  @override
  String toString() => 'CreatePayment${toJson()}';
}


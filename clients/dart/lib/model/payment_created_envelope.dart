// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class PaymentCreatedEnvelope {
  const PaymentCreatedEnvelope({
    required this.amount,
    required this.currency,
    required this.description,
    required this.key,
    required this.name,
    required this.orderId,
    required this.payment,
    required this.prefill,
    required this.success,
  });

  factory PaymentCreatedEnvelope.fromJson(Object? json) {
    final fields = _Fields('PaymentCreatedEnvelope', json);
    return PaymentCreatedEnvelope(
      amount: fields.required('amount', (v) => v as int),
      currency: fields.required('currency', (v) => v as String),
      description: fields.required('description', (v) => v as String),
      key: fields.required('key', (v) => v as String),
      name: fields.required('name', (v) => v as String),
      orderId: fields.required('orderId', (v) => v as String),
      payment: fields.required('payment', (v) => PaymentResponse.fromJson(v)),
      prefill: fields.required('prefill', (v) => CheckoutPrefill.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  /// In paise.
  final int amount;

  /// The ISO 4217 code.
  final String currency;

  /// What the payment is for.
  final String description;

  /// The public key to open the checkout with.
  final String key;

  /// The payee.
  final String name;

  /// Razorpay’s id of the order.
  final String orderId;

  final PaymentResponse payment;

  final CheckoutPrefill prefill;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'amount': amount,
        'currency': currency,
        'description': description,
        'key': key,
        'name': name,
        'orderId': orderId,
        'payment': payment,
        'prefill': prefill,
        'success': success,
      };

  @override
  String toString() => 'PaymentCreatedEnvelope${toJson()}';
}


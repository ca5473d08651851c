// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class PaymentVerifiedEnvelope {
  const PaymentVerifiedEnvelope({
    required this.payment,
    required this.success,
    required this.user,
  });

  factory PaymentVerifiedEnvelope.fromJson(Object? json) {
    final fields = _Fields('PaymentVerifiedEnvelope', json);
    return PaymentVerifiedEnvelope(
      payment: fields.required('payment', (v) => PaymentResponse.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
      user: fields.required('user', (v) => UserResponse.fromJson(v)),
    );
  }

  final PaymentResponse payment;

  /// Always true.
  final bool success;

  final UserResponse user;

  Map<String, dynamic> toJson() => {
        'payment': payment,
        'success': success,
        'user': user,
      };

  @override
  String toString() => 'PaymentVerifiedEnvelope${toJson()}';
}


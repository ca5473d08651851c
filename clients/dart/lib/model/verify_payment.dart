// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class VerifyPayment {
  const VerifyPayment({
    this.orderId,
    this.paymentId,
    this.razorpayOrderId,
    this.razorpayPaymentId,
    this.razorpaySignature,
    this.signature,
  });

  factory VerifyPayment.fromJson(Object? json) {
    final fields = _Fields('VerifyPayment', json);
    return VerifyPayment(
      orderId: fields.optional('orderId', (v) => v as String),
      paymentId: fields.optional('paymentId', (v) => v as String),
      razorpayOrderId: fields.optional('razorpay_order_id', (v) => v as String),
      razorpayPaymentId: fields.optional('razorpay_payment_id', (v) => v as String),
      razorpaySignature: fields.optional('razorpay_signature', (v) => v as String),
      signature: fields.optional('signature', (v) => v as String),
    );
  }

  /// Razorpay’s id of the order.
  final String? orderId;

  /// Razorpay’s id of the payment.
  final String? paymentId;

  /// The older spelling of `orderId`.
  final String? razorpayOrderId;

  /// The older spelling of `paymentId`.
  final String? razorpayPaymentId;

  /// The older spelling of `signature`.
  final String? razorpaySignature;

  /// The signature that the checkout returned, in hexadecimal.
  final String? signature;

  Map<String, dynamic> toJson() => {
        if (orderId != null) 'orderId': orderId,
        if (paymentId != null) 'paymentId': paymentId,
        if (razorpayOrderId != null) 'razorpay_order_id': razorpayOrderId,
        if (razorpayPaymentId != null) 'razorpay_payment_id': razorpayPaymentId,
        if (razorpaySignature != null) 'razorpay_signature': razorpaySignature,
        if (signature != null) 'signature': signature,
      };

  @override
  String toString() => 'VerifyPayment${toJson()}';
}


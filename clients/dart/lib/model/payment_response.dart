// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class PaymentResponse {
  const PaymentResponse({
    required this.amount,
    required this.createdAt,
    required this.currency,
    required this.id,
    required this.key,
    required this.orderId,
    required this.paymentId,
    required this.planDuration,
    required this.premiumExpiryDate,
    required this.status,
    required this.userId,
    required this.verifiedAt,
  });

  factory PaymentResponse.fromJson(Object? json) {
    final fields = _Fields('PaymentResponse', json);
    return PaymentResponse(
      amount: fields.required('amount', (v) => v as int),
      createdAt: fields.required('createdAt', (v) => DateTime.parse(v as String)),
      currency: fields.required('currency', (v) => v as String),
      id: fields.required('id', (v) => v as String),
      key: fields.required('key', (v) => v as String),
      orderId: fields.required('orderId', (v) => v as String),
      paymentId: fields.optional('paymentId', (v) => v as String),
      planDuration: fields.required('planDuration', (v) => v as int),
      premiumExpiryDate: fields.optional('premiumExpiryDate', (v) => DateTime.parse(v as String)),
      status: fields.required('status', (v) => PaymentStatus.fromJson(v)),
      userId: fields.required('userId', (v) => v as String),
      verifiedAt: fields.optional('verifiedAt', (v) => DateTime.parse(v as String)),
    );
  }

  /// In paise.
  final int amount;

  /// When the plan was ordered.
  final DateTime createdAt;

  /// The ISO 4217 code.
  final String currency;

  /// The payment.
  final String id;

  /// The public key to open the checkout with.
  final String key;

  /// Razorpay’s id of the order.
  final String orderId;

  /// Razorpay’s id of the payment; null until it is paid.
  final String? paymentId;

  /// How long premium lasts, in days.
  final int planDuration;

  /// When premium expires after this payment; null while unpaid and for lifetime premium.
  final DateTime? premiumExpiryDate;

  final PaymentStatus status;

  /// The account that the payment is for.
  final String userId;

  /// When the payment was confirmed; null before.
  final DateTime? verifiedAt;

  Map<String, dynamic> toJson() => {
        'amount': amount,
        'createdAt': createdAt.toUtc().toIso8601String(),
        'currency': currency,
        'id': id,
        'key': key,
        'orderId': orderId,
        'paymentId': paymentId,
        'planDuration': planDuration,
        'premiumExpiryDate': premiumExpiryDate?.toUtc().toIso8601String(),
        'status': status,
        'userId': userId,
        'verifiedAt': verifiedAt?.toUtc().toIso8601String(),
      };

  @override
  String toString() => 'PaymentResponse${toJson()}';
}


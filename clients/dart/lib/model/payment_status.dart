// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// `failed` may still become `completed`.
enum PaymentStatus {
  pending(r'pending'),
  completed(r'completed'),
  failed(r'failed'),
  refunded(r'refunded'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const PaymentStatus(this.value);

  factory PaymentStatus.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}


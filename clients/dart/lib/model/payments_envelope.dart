// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class PaymentsEnvelope {
  const PaymentsEnvelope({
    required this.pagination,
    required this.payments,
    required this.success,
  });

  factory PaymentsEnvelope.fromJson(Object? json) {
    final fields = _Fields('PaymentsEnvelope', json);
    return PaymentsEnvelope(
      pagination: fields.required('pagination', (v) => Pagination.fromJson(v)),
      payments: fields.required('payments', (v) => (v as List<dynamic>).map((dynamic v) => PaymentResponse.fromJson(v)).toList()),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final Pagination pagination;

  /// One page of payments.
  final List<PaymentResponse> payments;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'pagination': pagination,
        'payments': payments,
        'success': success,
      };

  @override
  String toString() => 'PaymentsEnvelope${toJson()}';
}


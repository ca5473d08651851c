// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class PaymentsApi {
  const PaymentsApi(this.client);

  final ApiClient client;

  /// Order a plan
  ///
  /// The first step of a payment: open Razorpay’s checkout with the response. Ordering the same plan again within 15 minutes returns the same order, as long as it is unpaid. At most 20 requests in any hour for an account.
  Future<PaymentCreatedEnvelope> createPayment(CreatePayment createPayment) async {
    final answer = await client.send(
      'POST',
      '/payments/razorpay/create',
      body: createPayment,
    );
    return PaymentCreatedEnvelope.fromJson(answer.json);
  }

  /// List my payments, newest first
  ///
  /// The order history, paid or not, page by page.
  ///
  /// [from]: Only rows of this moment or later.
  ///
  /// [to]: Only rows before this moment.
  ///
  /// [limit]: How many rows to answer with.
  ///
  /// [offset]: How many rows to skip; ignored beside a cursor.
  ///
  /// [cursor]: The `nextCursor` of the page before.
  Future<PaymentsEnvelope> listMyPayments({ DateTime? from, DateTime? to, int? limit, int? offset, String? cursor }) async {
    final answer = await client.send(
      'GET',
      '/payments',
      query: { 'from': from, 'to': to, 'limit': limit, 'offset': offset, 'cursor': cursor },
    );
    return PaymentsEnvelope.fromJson(answer.json);
  }

  /// List the premium plans
  ///
  /// The plans on sale with their prices. Show these before ordering a plan.
  Future<PlansEnvelope> listPlans() async {
    final answer = await client.send(
      'GET',
      '/payments/plans',
    );
    return PlansEnvelope.fromJson(answer.json);
  }

  /// Verify a payment
  ///
  /// The last step of a payment: send what the checkout returned to the app. Idempotent: an order extends premium once. A payment that is never verified here is found by the webhook or by reconciliation.
  Future<PaymentVerifiedEnvelope> verifyPayment(VerifyPayment verifyPayment) async {
    final answer = await client.send(
      'POST',
      '/payments/razorpay/verify',
      body: verifyPayment,
    );
    return PaymentVerifiedEnvelope.fromJson(answer.json);
  }
}

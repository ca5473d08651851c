// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class PaymentsApi {
  const PaymentsApi(this.client);

  final ApiClient client;

  /// Order a plan
  ///
  /// The first step of paying: open Razorpay’s checkout with the answer. The same plan again within 15 minutes answers with the same order, as long as it is not paid. At most 20 requests in any hour for an account.
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
  /// The history of orders, paid or not, page by page.
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
  /// What can be bought, and for how much: show these before a plan is ordered.
  Future<PlansEnvelope> listPlans() async {
    final answer = await client.send(
      'GET',
      '/payments/plans',
    );
    return PlansEnvelope.fromJson(answer.json);
  }

  /// Tell what the checkout answered
  ///
  /// The last step of paying, with what the checkout handed to the app. Harmless to repeat: an order extends premium once, and a payment that is never told of here is found by itself.
  Future<PaymentVerifiedEnvelope> verifyPayment(VerifyPayment verifyPayment) async {
    final answer = await client.send(
      'POST',
      '/payments/razorpay/verify',
      body: verifyPayment,
    );
    return PaymentVerifiedEnvelope.fromJson(answer.json);
  }
}

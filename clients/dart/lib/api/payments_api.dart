// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class PaymentsApi {
  const PaymentsApi(this.client);

  final ApiClient client;

  /// List the premium plans
  Future<PlansEnvelope> listPlans() async {
    final answer = await client.send(
      'GET',
      '/payments/plans',
    );
    return PlansEnvelope.fromJson(answer.json);
  }
}

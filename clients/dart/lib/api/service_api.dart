// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class ServiceApi {
  const ServiceApi(this.client);

  final ApiClient client;

  /// Read the app configuration
  ///
  /// Plans, templates, reasons and limits, so that changes need no app release. Request it at every start, with the `ETag` of the last response in `If-None-Match`: while nothing has changed the response is 304 without a body.
  Future<AppConfigEnvelope> getAppConfig() async {
    final answer = await client.send(
      'GET',
      '/app-config',
    );
    return AppConfigEnvelope.fromJson(answer.json);
  }
}

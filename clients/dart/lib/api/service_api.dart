// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class ServiceApi {
  const ServiceApi(this.client);

  final ApiClient client;

  /// Read what an app needs to know of the server
  ///
  /// Plans, templates, reasons and limits, so that an app needs no release to learn of a change. Ask at every start, with the `ETag` of the last answer in `If-None-Match`: while nothing changed the answer is 304, without a body.
  Future<AppConfigEnvelope> getAppConfig() async {
    final answer = await client.send(
      'GET',
      '/app-config',
    );
    return AppConfigEnvelope.fromJson(answer.json);
  }
}

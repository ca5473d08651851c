import 'dart:convert';

import 'package:http/http.dart';

/// Answers every request with the same text, as a server of another age, or a proxy, would.
class CannedClient implements Client {
  CannedClient(this.status, this.body);

  final int status;
  final String body;

  @override
  Future<StreamedResponse> send(BaseRequest request) async => StreamedResponse(Stream.value(utf8.encode(body)), status);

  @override
  void close() {}
}

/// Sends every body as what it is not.
class MislabellingClient implements Client {
  final _client = Client();

  @override
  Future<StreamedResponse> send(BaseRequest request) {
    request.headers['content-type'] = 'application/xml';
    return _client.send(request);
  }

  @override
  void close() => _client.close();
}

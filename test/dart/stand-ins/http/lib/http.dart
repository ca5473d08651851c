/// As much of package:http as the client uses, with the same names and behaviour, on dart:io.
library http;

import 'dart:io';
import 'dart:typed_data';

abstract class BaseRequest {
  BaseRequest(this.method, this.url);

  final String method;
  final Uri url;
  final Map<String, String> headers = {};
}

class Request extends BaseRequest {
  Request(super.method, super.url);

  Uint8List bodyBytes = Uint8List(0);
}

class StreamedResponse {
  StreamedResponse(this.stream, this.statusCode, {this.headers = const {}});

  final Stream<List<int>> stream;
  final int statusCode;
  final Map<String, String> headers;
}

class Response {
  Response.bytes(List<int> bodyBytes, this.statusCode, {this.headers = const {}})
      : bodyBytes = Uint8List.fromList(bodyBytes);

  final Uint8List bodyBytes;
  final int statusCode;
  final Map<String, String> headers;

  static Future<Response> fromStream(StreamedResponse response) async {
    final bytes = BytesBuilder();
    await response.stream.forEach(bytes.add);
    return Response.bytes(bytes.takeBytes(), response.statusCode, headers: response.headers);
  }
}

class ClientException implements Exception {
  ClientException(this.message, [this.uri]);

  final String message;
  final Uri? uri;

  @override
  String toString() => 'ClientException: $message, uri=$uri';
}

abstract interface class Client {
  factory Client() => _IoClient();

  Future<StreamedResponse> send(BaseRequest request);

  void close();
}

class _IoClient implements Client {
  final _client = HttpClient();

  @override
  Future<StreamedResponse> send(BaseRequest request) async {
    try {
      final sent = await _client.openUrl(request.method, request.url);
      final body = (request as Request).bodyBytes;
      request.headers.forEach(sent.headers.set);
      sent.contentLength = body.length;
      sent.add(body);
      final received = await sent.close();
      final headers = <String, String>{};
      received.headers.forEach((name, values) => headers[name] = values.join(','));
      return StreamedResponse(received, received.statusCode, headers: headers);
    } on SocketException catch (problem) {
      throw ClientException(problem.message, request.url);
    }
  }

  @override
  void close() => _client.close(force: true);
}

// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of 'carqr_api.dart';

/// The server refused a request, and said why.
class ApiException implements Exception {
  const ApiException(this.status, [this.error]);

  factory ApiException._of(Response response) {
    try {
      return ApiException(response.statusCode, ErrorResponse.fromJson(response.json));
    } on FormatException {
      // Something between the app and the server answered, a proxy for example.
      return ApiException(response.statusCode);
    }
  }

  /// The HTTP status, 400 to 599.
  final int status;

  /// What the server said; null where the answer was not the server's own.
  final ErrorResponse? error;

  /// What to decide by. `switch` on it, with a default for what is yet to come.
  ErrorCode get code => error?.code ?? ErrorCode.unknown;

  /// A sentence that may be shown to a person.
  String get message => error?.message ?? 'The server cannot be reached as it should.';

  @override
  String toString() => 'ApiException $status ${code.value}: $message';
}

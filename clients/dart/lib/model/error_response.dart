// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ErrorResponse {
  const ErrorResponse({
    required this.code,
    this.details,
    required this.error,
    required this.message,
    required this.requestId,
    this.retryAfter,
    required this.success,
  });

  factory ErrorResponse.fromJson(Object? json) {
    final fields = _Fields('ErrorResponse', json);
    return ErrorResponse(
      code: fields.required('code', (v) => ErrorCode.fromJson(v)),
      details: fields.optional('details', (v) => (v as List<dynamic>).map((dynamic v) => FieldProblemResponse.fromJson(v)).toList()),
      error: fields.required('error', (v) => v as String),
      message: fields.required('message', (v) => v as String),
      requestId: fields.required('requestId', (v) => v as String),
      retryAfter: fields.optional('retryAfter', (v) => v as int),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final ErrorCode code;

  /// The fields at fault, when fields are at fault.
  final List<FieldProblemResponse>? details;

  /// A sentence that may be shown to a person.
  final String error;

  /// The same sentence as `error`.
  final String message;

  /// Names the request in the server log.
  final String requestId;

  /// Seconds to wait before trying again.
  final int? retryAfter;

  /// Always false.
  final bool success;

  Map<String, dynamic> toJson() => {
        'code': code,
        if (details != null) 'details': details,
        'error': error,
        'message': message,
        'requestId': requestId,
        if (retryAfter != null) 'retryAfter': retryAfter,
        'success': success,
      };

  @override
  String toString() => 'ErrorResponse${toJson()}';
}


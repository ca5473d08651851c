// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class CodeSentEnvelope {
  const CodeSentEnvelope({
    required this.expiresIn,
    required this.message,
    required this.resendAfter,
    required this.sessionId,
    required this.success,
  });

  factory CodeSentEnvelope.fromJson(Object? json) {
    final fields = _Fields('CodeSentEnvelope', json);
    return CodeSentEnvelope(
      expiresIn: fields.required('expiresIn', (v) => v as int),
      message: fields.required('message', (v) => v as String),
      resendAfter: fields.required('resendAfter', (v) => v as int),
      sessionId: fields.required('sessionId', (v) => v as String),
      success: fields.required('success', (v) => v as bool),
    );
  }

  /// Seconds until the code expires.
  final int expiresIn;

  /// What has been done, as a sentence.
  final String message;

  /// Seconds until another code may be asked for.
  final int resendAfter;

  /// Goes back with the code.
  final String sessionId;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'expiresIn': expiresIn,
        'message': message,
        'resendAfter': resendAfter,
        'sessionId': sessionId,
        'success': success,
      };

  @override
  String toString() => 'CodeSentEnvelope${toJson()}';
}


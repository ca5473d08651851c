// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class MessageEnvelope {
  const MessageEnvelope({
    required this.message,
    required this.success,
  });

  factory MessageEnvelope.fromJson(Object? json) {
    final fields = _Fields('MessageEnvelope', json);
    return MessageEnvelope(
      message: fields.required('message', (v) => v as String),
      success: fields.required('success', (v) => v as bool),
    );
  }

  /// What has been done, as a sentence.
  final String message;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'message': message,
        'success': success,
      };

  @override
  String toString() => 'MessageEnvelope${toJson()}';
}


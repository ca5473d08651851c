// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class NotificationResponse {
  const NotificationResponse({
    required this.attempts,
    required this.createdAt,
    required this.id,
    required this.kind,
    required this.lastError,
    required this.status,
    required this.userId,
  });

  factory NotificationResponse.fromJson(Object? json) {
    final fields = _Fields('NotificationResponse', json);
    return NotificationResponse(
      attempts: fields.required('attempts', (v) => v as int),
      createdAt: fields.required('createdAt', (v) => DateTime.parse(v as String)),
      id: fields.required('id', (v) => v as String),
      kind: fields.required('kind', (v) => v as String),
      lastError: fields.optional('lastError', (v) => v as String),
      status: fields.required('status', (v) => NotificationStatus.fromJson(v)),
      userId: fields.optional('userId', (v) => v as String),
    );
  }

  /// How often its delivery was tried.
  final int attempts;

  /// When what it tells happened.
  final DateTime createdAt;

  /// The notice.
  final String id;

  /// What it is about.
  final String kind;

  /// Why the last attempt failed, in codes of the mail server.
  final String? lastError;

  final NotificationStatus status;

  /// The account it is for; null for a code to sign in.
  final String? userId;

  Map<String, dynamic> toJson() => {
        'attempts': attempts,
        'createdAt': createdAt.toUtc().toIso8601String(),
        'id': id,
        'kind': kind,
        'lastError': lastError,
        'status': status,
        'userId': userId,
      };

  @override
  String toString() => 'NotificationResponse${toJson()}';
}


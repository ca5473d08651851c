// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class SessionResponse {
  const SessionResponse({
    required this.createdAt,
    required this.current,
    required this.id,
    required this.lastUsedAt,
    required this.userAgent,
  });

  factory SessionResponse.fromJson(Object? json) {
    final fields = _Fields('SessionResponse', json);
    return SessionResponse(
      createdAt: fields.required('createdAt', (v) => DateTime.parse(v as String)),
      current: fields.required('current', (v) => v as bool),
      id: fields.required('id', (v) => v as String),
      lastUsedAt: fields.required('lastUsedAt', (v) => DateTime.parse(v as String)),
      userAgent: fields.optional('userAgent', (v) => v as String),
    );
  }

  /// When it signed in.
  final DateTime createdAt;

  /// It is the session of this very request.
  final bool current;

  /// The session.
  final String id;

  /// When it last exchanged its refresh token.
  final DateTime lastUsedAt;

  /// What signed in, as it called itself.
  final String? userAgent;

  Map<String, dynamic> toJson() => {
        'createdAt': createdAt.toUtc().toIso8601String(),
        'current': current,
        'id': id,
        'lastUsedAt': lastUsedAt.toUtc().toIso8601String(),
        'userAgent': userAgent,
      };

  @override
  String toString() => 'SessionResponse${toJson()}';
}


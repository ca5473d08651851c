// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class SessionsEnvelope {
  const SessionsEnvelope({
    required this.sessions,
    required this.success,
  });

  factory SessionsEnvelope.fromJson(Object? json) {
    final fields = _Fields('SessionsEnvelope', json);
    return SessionsEnvelope(
      sessions: fields.required('sessions', (v) => (v as List<dynamic>).map((dynamic v) => SessionResponse.fromJson(v)).toList()),
      success: fields.required('success', (v) => v as bool),
    );
  }

  /// All of the account, the one used last first.
  final List<SessionResponse> sessions;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'sessions': sessions,
        'success': success,
      };

  @override
  String toString() => 'SessionsEnvelope${toJson()}';
}


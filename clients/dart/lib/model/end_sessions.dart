// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class EndSessions {
  const EndSessions({
    required this.reason,
  });

  factory EndSessions.fromJson(Object? json) {
    final fields = _Fields('EndSessions', json);
    return EndSessions(
      reason: fields.required('reason', (v) => v as String),
    );
  }

  /// Why, for the record; it should name nobody.
  final String reason;

  Map<String, dynamic> toJson() => {
        'reason': reason,
      };

  @override
  String toString() => 'EndSessions${toJson()}';
}


// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class Reauthenticate {
  const Reauthenticate({
    this.otp,
    this.password,
    this.sessionId,
  });

  factory Reauthenticate.fromJson(Object? json) {
    final fields = _Fields('Reauthenticate', json);
    return Reauthenticate(
      otp: fields.optional('otp', (v) => v as String),
      password: fields.optional('password', (v) => v as String),
      sessionId: fields.optional('sessionId', (v) => v as String),
    );
  }

  /// A code that was sent to my own phone or confirmed e-mail address.
  final String? otp;

  /// Instead of a code; ignored beside one.
  final String? password;

  /// Needed with `otp`: what the request for the code answered.
  final String? sessionId;

  Map<String, dynamic> toJson() => {
        if (otp != null) 'otp': otp,
        if (password != null) 'password': password,
        if (sessionId != null) 'sessionId': sessionId,
      };

  @override
  String toString() => 'Reauthenticate${toJson()}';
}


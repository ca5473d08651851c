// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class VerifyCode {
  const VerifyCode({
    this.email,
    required this.otp,
    this.phone,
    required this.sessionId,
  });

  factory VerifyCode.fromJson(Object? json) {
    final fields = _Fields('VerifyCode', json);
    return VerifyCode(
      email: fields.optional('email', (v) => v as String),
      otp: fields.required('otp', (v) => v as String),
      phone: fields.optional('phone', (v) => v as String),
      sessionId: fields.required('sessionId', (v) => v as String),
    );
  }

  /// Fills an empty address; alone, the address that the code was sent to.
  final String? email;

  /// The six digits, as a string.
  final String otp;

  /// The phone that the code was sent to.
  final String? phone;

  /// What the request for the code answered.
  final String sessionId;

  Map<String, dynamic> toJson() => {
        if (email != null) 'email': email,
        'otp': otp,
        if (phone != null) 'phone': phone,
        'sessionId': sessionId,
      };

  @override
  String toString() => 'VerifyCode${toJson()}';
}


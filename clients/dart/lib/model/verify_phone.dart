// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class VerifyPhone {
  const VerifyPhone({
    required this.otp,
    required this.sessionId,
  });

  factory VerifyPhone.fromJson(Object? json) {
    final fields = _Fields('VerifyPhone', json);
    return VerifyPhone(
      otp: fields.required('otp', (v) => v as String),
      sessionId: fields.required('sessionId', (v) => v as String),
    );
  }

  /// The six digits sent to the new number, as a string.
  final String otp;

  /// What the request for the code answered.
  final String sessionId;

  Map<String, dynamic> toJson() => {
        'otp': otp,
        'sessionId': sessionId,
      };

  @override
  String toString() => 'VerifyPhone${toJson()}';
}


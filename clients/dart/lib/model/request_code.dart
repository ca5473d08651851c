// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class RequestCode {
  const RequestCode({
    this.appHash,
    this.email,
    this.phone,
  });

  factory RequestCode.fromJson(Object? json) {
    final fields = _Fields('RequestCode', json);
    return RequestCode(
      appHash: fields.optional('appHash', (v) => v as String),
      email: fields.optional('email', (v) => v as String),
      phone: fields.optional('phone', (v) => v as String),
    );
  }

  /// Lets an Android app read the message by itself.
  final String? appHash;

  /// Alone: mails the code to the account with this verified address. Beside a phone it is ignored.
  final String? email;

  /// Where the code goes, in any usual spelling.
  final String? phone;

  Map<String, dynamic> toJson() => {
        if (appHash != null) 'appHash': appHash,
        if (email != null) 'email': email,
        if (phone != null) 'phone': phone,
      };

  @override
  String toString() => 'RequestCode${toJson()}';
}


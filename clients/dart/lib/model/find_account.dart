// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class FindAccount {
  const FindAccount({
    this.email,
    this.phone,
  });

  factory FindAccount.fromJson(Object? json) {
    final fields = _Fields('FindAccount', json);
    return FindAccount(
      email: fields.optional('email', (v) => v as String),
      phone: fields.optional('phone', (v) => v as String),
    );
  }

  /// Of the account; not looked at beside a phone.
  final String? email;

  /// Of the account, in any usual spelling.
  final String? phone;

  Map<String, dynamic> toJson() => {
        if (email != null) 'email': email,
        if (phone != null) 'phone': phone,
      };

  @override
  String toString() => 'FindAccount${toJson()}';
}


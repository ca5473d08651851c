// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class PasswordLogin {
  const PasswordLogin({
    this.email,
    required this.password,
    this.phone,
  });

  factory PasswordLogin.fromJson(Object? json) {
    final fields = _Fields('PasswordLogin', json);
    return PasswordLogin(
      email: fields.optional('email', (v) => v as String),
      password: fields.required('password', (v) => v as String),
      phone: fields.optional('phone', (v) => v as String),
    );
  }

  /// Of the account; not looked at beside a phone.
  final String? email;

  /// The password of the account.
  final String password;

  /// Of the account; this or its e-mail address.
  final String? phone;

  Map<String, dynamic> toJson() => {
        if (email != null) 'email': email,
        'password': password,
        if (phone != null) 'phone': phone,
      };

  @override
  String toString() => 'PasswordLogin${toJson()}';
}


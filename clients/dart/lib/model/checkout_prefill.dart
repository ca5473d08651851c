// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class CheckoutPrefill {
  const CheckoutPrefill({
    required this.contact,
    required this.email,
  });

  factory CheckoutPrefill.fromJson(Object? json) {
    final fields = _Fields('CheckoutPrefill', json);
    return CheckoutPrefill(
      contact: fields.required('contact', (v) => v as String),
      email: fields.optional('email', (v) => v as String),
    );
  }

  /// The account’s phone, in E.164.
  final String contact;

  /// The account’s e-mail address, if any.
  final String? email;

  Map<String, dynamic> toJson() => {
        'contact': contact,
        'email': email,
      };

  @override
  String toString() => 'CheckoutPrefill${toJson()}';
}


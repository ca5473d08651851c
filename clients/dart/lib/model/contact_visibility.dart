// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// Which parts of the contact scanners may see once the gate is open.
enum ContactVisibility {
  phoneAndEmail(r'phone_and_email'),
  phone(r'phone'),
  email(r'email'),
  none(r'none'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const ContactVisibility(this.value);

  factory ContactVisibility.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}


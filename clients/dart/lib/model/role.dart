// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// What the account may do.
enum Role {
  user(r'user'),
  admin(r'admin'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const Role(this.value);

  factory Role.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}


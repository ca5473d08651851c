// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// What mails are written in.
enum Language {
  en(r'en'),
  hi(r'hi'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const Language(this.value);

  factory Language.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}


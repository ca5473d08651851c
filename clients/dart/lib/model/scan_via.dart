// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// `form`: the scanner left it. `premium`: a premium viewer looked the car up.
enum ScanVia {
  form(r'form'),
  premium(r'premium'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const ScanVia(this.value);

  factory ScanVia.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}


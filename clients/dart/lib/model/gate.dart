// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// `form`: submit a scan to see the contact. `open`: the contact is included.
enum Gate {
  form(r'form'),
  open(r'open'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const Gate(this.value);

  factory Gate.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}


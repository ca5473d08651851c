// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// How much of the symbol may be damaged: 7, 15, 25 or 30 per cent.
enum ErrorCorrection {
  L(r'L'),
  M(r'M'),
  Q(r'Q'),
  H(r'H'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const ErrorCorrection(this.value);

  factory ErrorCorrection.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}


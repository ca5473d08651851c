// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// Why an owner is called.
enum ScanReason {
  blocking(r'blocking'),
  lightsOn(r'lights_on'),
  windowOpen(r'window_open'),
  damage(r'damage'),
  emergency(r'emergency'),
  towing(r'towing'),
  other(r'other'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const ScanReason(this.value);

  factory ScanReason.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}


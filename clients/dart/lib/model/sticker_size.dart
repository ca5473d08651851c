// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// In inches: 76.2 or 101.6 mm.
enum StickerSize {
  n3x3(r'3x3'),
  n4x4(r'4x4'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const StickerSize(this.value);

  factory StickerSize.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}


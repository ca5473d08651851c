// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// PDF and SVG have the exact size; the PDF’s TrimBox is the sticker, with 3 mm of bleed around it. PNG has 300 dpi.
enum StickerFormat {
  pdf(r'pdf'),
  svg(r'svg'),
  png(r'png'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const StickerFormat(this.value);

  factory StickerFormat.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}


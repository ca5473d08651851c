// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// What a sticker and the page that it opens look like.
enum Template {
  modern(r'modern'),
  classic(r'classic'),
  minimal(r'minimal'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const Template(this.value);

  factory Template.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}


// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


/// Whether a notice is parked, or waits to be tried again.
enum NotificationStatus {
  parked(r'parked'),
  waiting(r'waiting'),

  /// A value that the server has learnt after this client was made.
  unknown('unknown');

  const NotificationStatus(this.value);

  factory NotificationStatus.fromJson(Object? json) =>
      values.firstWhere((known) => known.value == json, orElse: () => unknown);

  /// How the value is written in JSON.
  final String value;

  String toJson() => value;

  @override
  String toString() => value;
}


// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class NotificationEnvelope {
  const NotificationEnvelope({
    required this.notification,
    required this.success,
  });

  factory NotificationEnvelope.fromJson(Object? json) {
    final fields = _Fields('NotificationEnvelope', json);
    return NotificationEnvelope(
      notification: fields.required('notification', (v) => NotificationResponse.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final NotificationResponse notification;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'notification': notification,
        'success': success,
      };

  @override
  String toString() => 'NotificationEnvelope${toJson()}';
}


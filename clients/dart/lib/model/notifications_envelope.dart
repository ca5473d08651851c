// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class NotificationsEnvelope {
  const NotificationsEnvelope({
    required this.notifications,
    required this.pagination,
    required this.success,
  });

  factory NotificationsEnvelope.fromJson(Object? json) {
    final fields = _Fields('NotificationsEnvelope', json);
    return NotificationsEnvelope(
      notifications: fields.required('notifications', (v) => (v as List<dynamic>).map((dynamic v) => NotificationResponse.fromJson(v)).toList()),
      pagination: fields.required('pagination', (v) => Pagination.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  /// The notices, newest first.
  final List<NotificationResponse> notifications;

  final Pagination pagination;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'notifications': notifications,
        'pagination': pagination,
        'success': success,
      };

  @override
  String toString() => 'NotificationsEnvelope${toJson()}';
}


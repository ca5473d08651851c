// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class AdminActResponse {
  const AdminActResponse({
    required this.act,
    required this.adminId,
    required this.at,
    required this.id,
    required this.reason,
    required this.subject,
  });

  factory AdminActResponse.fromJson(Object? json) {
    final fields = _Fields('AdminActResponse', json);
    return AdminActResponse(
      act: fields.required('act', (v) => v as String),
      adminId: fields.optional('adminId', (v) => v as String),
      at: fields.required('at', (v) => DateTime.parse(v as String)),
      id: fields.required('id', (v) => v as String),
      reason: fields.optional('reason', (v) => v as String),
      subject: fields.required('subject', (v) => v as String),
    );
  }

  /// What was done.
  final String act;

  /// The account of the admin; null for a script.
  final String? adminId;

  /// When it was done.
  final DateTime at;

  /// The record.
  final String id;

  /// Why, in the words of the admin.
  final String? reason;

  /// What it was done to: the id of a user or of a notice, or a code.
  final String subject;

  Map<String, dynamic> toJson() => {
        'act': act,
        'adminId': adminId,
        'at': at.toUtc().toIso8601String(),
        'id': id,
        'reason': reason,
        'subject': subject,
      };

  @override
  String toString() => 'AdminActResponse${toJson()}';
}


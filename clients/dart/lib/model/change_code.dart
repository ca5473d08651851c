// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ChangeCode {
  const ChangeCode({
    required this.active,
    required this.reason,
  });

  factory ChangeCode.fromJson(Object? json) {
    final fields = _Fields('ChangeCode', json);
    return ChangeCode(
      active: fields.required('active', (v) => v as bool),
      reason: fields.required('reason', (v) => v as String),
    );
  }

  /// false disables the code; true enables it again. A code that its owner withdrew stays withdrawn.
  final bool active;

  /// The reason, for the audit log. Do not include personal data.
  final String reason;

  Map<String, dynamic> toJson() => {
        'active': active,
        'reason': reason,
      };

  @override
  String toString() => 'ChangeCode${toJson()}';
}


// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class SetPassword {
  const SetPassword({
    this.currentPassword,
    required this.newPassword,
  });

  factory SetPassword.fromJson(Object? json) {
    final fields = _Fields('SetPassword', json);
    return SetPassword(
      currentPassword: fields.optional('currentPassword', (v) => v as String),
      newPassword: fields.required('newPassword', (v) => v as String),
    );
  }

  /// Replaces an older password without a fresh code.
  final String? currentPassword;

  /// Replaces the password; other sessions end.
  final String newPassword;

  Map<String, dynamic> toJson() => {
        if (currentPassword != null) 'currentPassword': currentPassword,
        'newPassword': newPassword,
      };

  @override
  String toString() => 'SetPassword${toJson()}';
}


// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ChangeAccount {
  const ChangeAccount({
    required this.disabled,
    required this.reason,
  });

  factory ChangeAccount.fromJson(Object? json) {
    final fields = _Fields('ChangeAccount', json);
    return ChangeAccount(
      disabled: fields.required('disabled', (v) => v as bool),
      reason: fields.required('reason', (v) => v as String),
    );
  }

  /// true ends every session, refuses sign-ins and takes the codes of the car out of sight.
  final bool disabled;

  /// Why, for the record; it should name nobody.
  final String reason;

  Map<String, dynamic> toJson() => {
        'disabled': disabled,
        'reason': reason,
      };

  @override
  String toString() => 'ChangeAccount${toJson()}';
}


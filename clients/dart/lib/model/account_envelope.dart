// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class AccountEnvelope {
  const AccountEnvelope({
    required this.account,
    required this.success,
  });

  factory AccountEnvelope.fromJson(Object? json) {
    final fields = _Fields('AccountEnvelope', json);
    return AccountEnvelope(
      account: fields.required('account', (v) => AccountResponse.fromJson(v)),
      success: fields.required('success', (v) => v as bool),
    );
  }

  final AccountResponse account;

  /// Always true.
  final bool success;

  Map<String, dynamic> toJson() => {
        'account': account,
        'success': success,
      };

  @override
  String toString() => 'AccountEnvelope${toJson()}';
}


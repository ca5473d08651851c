// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ChangePhone {
  const ChangePhone({
    this.appHash,
    required this.phone,
  });

  factory ChangePhone.fromJson(Object? json) {
    final fields = _Fields('ChangePhone', json);
    return ChangePhone(
      appHash: fields.optional('appHash', (v) => v as String),
      phone: fields.required('phone', (v) => v as String),
    );
  }

  /// Lets an Android app read the message by itself.
  final String? appHash;

  /// The new number, in any usual spelling; a code is sent to it.
  final String phone;

  Map<String, dynamic> toJson() => {
        if (appHash != null) 'appHash': appHash,
        'phone': phone,
      };

  @override
  String toString() => 'ChangePhone${toJson()}';
}


// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class PersonalDataEnvelope {
  const PersonalDataEnvelope({
    required this.success,
    required this.user,
  });

  factory PersonalDataEnvelope.fromJson(Object? json) {
    final fields = _Fields('PersonalDataEnvelope', json);
    return PersonalDataEnvelope(
      success: fields.required('success', (v) => v as bool),
      user: fields.required('user', (v) => UserResponse.fromJson(v)),
    );
  }

  /// Always true.
  final bool success;

  final UserResponse user;

  Map<String, dynamic> toJson() => {
        'success': success,
        'user': user,
      };

  @override
  String toString() => 'PersonalDataEnvelope${toJson()}';
}


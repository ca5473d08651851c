// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class VerifyEmail {
  const VerifyEmail({
    required this.code,
  });

  factory VerifyEmail.fromJson(Object? json) {
    final fields = _Fields('VerifyEmail', json);
    return VerifyEmail(
      code: fields.required('code', (v) => v as String),
    );
  }

  /// The six digits that were mailed, as a string.
  final String code;

  Map<String, dynamic> toJson() => {
        'code': code,
      };

  @override
  String toString() => 'VerifyEmail${toJson()}';
}


// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class RefreshTokens {
  const RefreshTokens({
    required this.refreshToken,
  });

  factory RefreshTokens.fromJson(Object? json) {
    final fields = _Fields('RefreshTokens', json);
    return RefreshTokens(
      refreshToken: fields.required('refreshToken', (v) => v as String),
    );
  }

  /// The one that was answered last.
  final String refreshToken;

  Map<String, dynamic> toJson() => {
        'refreshToken': refreshToken,
      };

  @override
  String toString() => 'RefreshTokens${toJson()}';
}


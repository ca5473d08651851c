// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class TokensEnvelope {
  const TokensEnvelope({
    required this.expiresIn,
    required this.refreshToken,
    required this.success,
    required this.token,
  });

  factory TokensEnvelope.fromJson(Object? json) {
    final fields = _Fields('TokensEnvelope', json);
    return TokensEnvelope(
      expiresIn: fields.required('expiresIn', (v) => v as int),
      refreshToken: fields.required('refreshToken', (v) => v as String),
      success: fields.required('success', (v) => v as bool),
      token: fields.required('token', (v) => v as String),
    );
  }

  /// Seconds until the access token expires.
  final int expiresIn;

  /// Good for one exchange, within seven days.
  final String refreshToken;

  /// Always true.
  final bool success;

  /// The access token, a JWT.
  final String token;

  Map<String, dynamic> toJson() => {
        'expiresIn': expiresIn,
        'refreshToken': refreshToken,
        'success': success,
        'token': token,
      };

  @override
  String toString() => 'TokensEnvelope${toJson()}';
}


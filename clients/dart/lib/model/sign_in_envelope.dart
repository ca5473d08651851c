// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class SignInEnvelope {
  const SignInEnvelope({
    required this.expiresIn,
    required this.isNewUser,
    required this.refreshToken,
    required this.success,
    required this.token,
    required this.user,
  });

  factory SignInEnvelope.fromJson(Object? json) {
    final fields = _Fields('SignInEnvelope', json);
    return SignInEnvelope(
      expiresIn: fields.required('expiresIn', (v) => v as int),
      isNewUser: fields.required('isNewUser', (v) => v as bool),
      refreshToken: fields.required('refreshToken', (v) => v as String),
      success: fields.required('success', (v) => v as bool),
      token: fields.required('token', (v) => v as String),
      user: fields.required('user', (v) => UserResponse.fromJson(v)),
    );
  }

  /// Seconds until the access token expires.
  final int expiresIn;

  /// The account was made by this sign-in.
  final bool isNewUser;

  /// Good for one exchange, within seven days.
  final String refreshToken;

  /// Always true.
  final bool success;

  /// The access token, a JWT.
  final String token;

  final UserResponse user;

  Map<String, dynamic> toJson() => {
        'expiresIn': expiresIn,
        'isNewUser': isNewUser,
        'refreshToken': refreshToken,
        'success': success,
        'token': token,
        'user': user,
      };

  @override
  String toString() => 'SignInEnvelope${toJson()}';
}


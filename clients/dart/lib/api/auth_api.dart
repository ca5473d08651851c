// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class AuthApi {
  const AuthApi(this.client);

  final ApiClient client;

  /// End one of my sessions
  Future<MessageEnvelope> endMySession(String id) async {
    final answer = await client.send(
      'DELETE',
      '/auth/sessions/{id}',
      path: { 'id': id },
    );
    return MessageEnvelope.fromJson(answer.json);
  }

  /// List my sessions
  Future<SessionsEnvelope> listMySessions() async {
    final answer = await client.send(
      'GET',
      '/auth/sessions',
    );
    return SessionsEnvelope.fromJson(answer.json);
  }

  /// Sign in with a password
  Future<SignInEnvelope> loginWithPassword(PasswordLogin passwordLogin) async {
    final answer = await client.send(
      'POST',
      '/auth/password/login',
      body: passwordLogin,
    );
    return SignInEnvelope.fromJson(answer.json);
  }

  /// Sign out
  Future<MessageEnvelope> logout(Logout logout) async {
    final answer = await client.send(
      'POST',
      '/auth/logout',
      body: logout,
    );
    return MessageEnvelope.fromJson(answer.json);
  }

  /// Exchange a refresh token
  ///
  /// Every refresh token is good for one exchange; using an old one again ends its session.
  Future<TokensEnvelope> refreshTokens(RefreshTokens refreshTokens) async {
    final answer = await client.send(
      'POST',
      '/auth/refresh',
      body: refreshTokens,
    );
    return TokensEnvelope.fromJson(answer.json);
  }

  /// Send a one-time code
  ///
  /// By SMS to a phone, or by mail to the verified address of an account.
  Future<CodeSentEnvelope> requestCode(RequestCode requestCode) async {
    final answer = await client.send(
      'POST',
      '/auth/otp/request',
      body: requestCode,
    );
    return CodeSentEnvelope.fromJson(answer.json);
  }

  /// Set my password
  ///
  /// A password is an optional second way to sign in. My other sessions end.
  Future<MessageEnvelope> setMyPassword(SetPassword setPassword) async {
    final answer = await client.send(
      'PUT',
      '/users/me/password',
      body: setPassword,
    );
    return MessageEnvelope.fromJson(answer.json);
  }

  /// Sign in with a code
  ///
  /// The first time, this makes the account.
  Future<SignInEnvelope> verifyCode(VerifyCode verifyCode) async {
    final answer = await client.send(
      'POST',
      '/auth/otp/verify',
      body: verifyCode,
    );
    return SignInEnvelope.fromJson(answer.json);
  }
}

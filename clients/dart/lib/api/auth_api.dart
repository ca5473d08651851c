// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class AuthApi {
  const AuthApi(this.client);

  final ApiClient client;

  /// End one of my sessions
  ///
  /// Signs another device out; its tokens stop working at once.
  ///
  /// [id]: One of my sessions.
  Future<MessageEnvelope> endMySession(String id) async {
    final answer = await client.send(
      'DELETE',
      '/auth/sessions/{id}',
      path: { 'id': id },
    );
    return MessageEnvelope.fromJson(answer.json);
  }

  /// List my sessions
  ///
  /// To show where the account is signed in, so that a lost device can be signed out.
  Future<SessionsEnvelope> listMySessions() async {
    final answer = await client.send(
      'GET',
      '/auth/sessions',
    );
    return SessionsEnvelope.fromJson(answer.json);
  }

  /// Sign in with a password
  ///
  /// Instead of a code, where a password was set. A wrong password and an unknown account answer the same. At most 10 requests in any 15 minutes for an account. At most 30 requests in any day for an account. Right passwords do not count, and networks that signed in before have a count of their own. At most 60 requests in any minute for an IP address.
  Future<SignInEnvelope> loginWithPassword(PasswordLogin passwordLogin) async {
    final answer = await client.send(
      'POST',
      '/auth/password/login',
      body: passwordLogin,
    );
    return SignInEnvelope.fromJson(answer.json);
  }

  /// Sign out
  ///
  /// Ends this session, or with `everywhere` all sessions of the account; their tokens stop working at once.
  Future<MessageEnvelope> logout(Logout logout) async {
    final answer = await client.send(
      'POST',
      '/auth/logout',
      body: logout,
    );
    return MessageEnvelope.fromJson(answer.json);
  }

  /// Prove again that it is me
  ///
  /// After REAUTHENTICATION_REQUIRED, whose `details` name what is asked for. `otp`: ask for a code as for signing in, with the account’s own phone or confirmed e-mail address, and send it here with its `sessionId`. `password`: send the password. Then repeat the call that was refused. Acts that want a fresh code are not opened by a password. At most 60 requests in any minute for an IP address.
  Future<MessageEnvelope> reauthenticate(Reauthenticate reauthenticate) async {
    final answer = await client.send(
      'POST',
      '/auth/reauthenticate',
      body: reauthenticate,
    );
    return MessageEnvelope.fromJson(answer.json);
  }

  /// Exchange a refresh token
  ///
  /// Ask for new tokens shortly before the access token expires, or once a call answers UNAUTHORIZED. Every refresh token is good for one exchange. If the answer was lost, send the same token again; an old token whose successor was used ends its session. At most 300 requests in any minute for an IP address.
  Future<TokensEnvelope> refreshTokens(RefreshTokens refreshTokens) async {
    final answer = await client.send(
      'POST',
      '/auth/refresh',
      body: refreshTokens,
    );
    return TokensEnvelope.fromJson(answer.json);
  }

  /// Remove my password
  ///
  /// I then sign in by code only. My other sessions end, and the account is told by SMS and mail. Needs a code that was given in this session in the last 10 minutes. At most 20 requests in any minute for an IP address.
  Future<MessageEnvelope> removeMyPassword() async {
    final answer = await client.send(
      'DELETE',
      '/users/me/password',
    );
    return MessageEnvelope.fromJson(answer.json);
  }

  /// Send a one-time code
  ///
  /// The first step of signing in: by SMS to a phone, or by mail to the verified address of an account. SMS goes to mobile numbers of the countries served only. Up to three codes are good side by side, each with its own `sessionId`; a fourth takes the place of the oldest. The answer is the same whether or not there is an account. At most 5 requests in any hour for a phone. At most 10 requests in any day for a phone. At most 100 requests in any 10 minutes for an IP address.
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
  /// A password is an optional second way to sign in. Setting the first one takes a code that was given in this session in the last 10 minutes; replacing one takes that or the current password. My other sessions end, and the account is told by SMS and mail. VALIDATION_FAILED when it is easy to guess, or made of my phone, e-mail address, name or number plate. At most 20 requests in any minute for an IP address.
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
  /// The second step, with the `sessionId` that the request for the code answered. The first time, this makes the account, which is written to in the language of `Accept-Language`. A code is good for one sign-in; five wrong ones use it up. After EMAIL_TAKEN the same code may be sent with another e-mail address, at most five times. At most 300 requests in any minute for an IP address.
  Future<SignInEnvelope> verifyCode(VerifyCode verifyCode) async {
    final answer = await client.send(
      'POST',
      '/auth/otp/verify',
      body: verifyCode,
    );
    return SignInEnvelope.fromJson(answer.json);
  }
}

// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class UsersApi {
  const UsersApi(this.client);

  final ApiClient client;

  /// Choose my template
  ///
  /// What new stickers, and the page of a car without a template of its own, look like.
  Future<UserEnvelope> chooseMyTemplate(ChooseTemplate chooseTemplate) async {
    final answer = await client.send(
      'PUT',
      '/users/me/template',
      body: chooseTemplate,
    );
    return UserEnvelope.fromJson(answer.json);
  }

  /// Choose my template, by an older spelling
  ///
  /// For apps that know no other; new ones call PUT /users/me/template.
  @Deprecated('An older spelling that stays for the apps that use it.')
  Future<UserEnvelope> chooseMyTemplateByOldName(ChooseTemplate chooseTemplate) async {
    final answer = await client.send(
      'PUT',
      '/users/template',
      body: chooseTemplate,
    );
    return UserEnvelope.fromJson(answer.json);
  }

  /// Erase my account
  ///
  /// The car, its codes, their scans and every session go with it. It cannot be undone. Needs a code that was given in this session in the last 10 minutes.
  Future<MessageEnvelope> deleteMe() async {
    final answer = await client.send(
      'DELETE',
      '/users/me',
    );
    return MessageEnvelope.fromJson(answer.json);
  }

  /// Export everything held about me
  ///
  /// For whoever wants to take their data along: one JSON document with a section for each kind of thing that is kept, such as `user`, `car` and `scans`. At most 5 requests in any hour for an account. Exports of scans count too, and one runs at a time. Needs a code that was given in this session in the last 10 minutes.
  Future<Map<String, dynamic>> exportMyData() async {
    final answer = await client.send(
      'GET',
      '/users/me/export',
    );
    return answer.json! as Map<String, dynamic>;
  }

  /// Read my account
  ///
  /// At the start of the app, and whenever premium may have changed.
  Future<UserEnvelope> getMe() async {
    final answer = await client.send(
      'GET',
      '/users/me',
    );
    return UserEnvelope.fromJson(answer.json);
  }

  /// Send a code to my new phone number
  ///
  /// The first step of changing the phone. Without the old phone, sign in with a code mailed to the confirmed e-mail address first. The answer is the same whether or not the number has an account. At most 5 requests in any hour for a phone, and for an account. At most 10 requests in any day for a phone, and for an account. Needs a code that was given in this session in the last 10 minutes. At most 100 requests in any 10 minutes for an IP address.
  Future<CodeSentEnvelope> requestPhoneCode(ChangePhone changePhone) async {
    final answer = await client.send(
      'POST',
      '/users/me/phone',
      body: changePhone,
    );
    return CodeSentEnvelope.fromJson(answer.json);
  }

  /// Mail me a new code for my e-mail address
  ///
  /// When the mail did not come. The new code replaces the one before.
  Future<MessageEnvelope> resendMyEmailCode() async {
    final answer = await client.send(
      'POST',
      '/users/me/email/resend',
    );
    return MessageEnvelope.fromJson(answer.json);
  }

  /// Change my account
  ///
  /// Fields that are not given stay. A changed e-mail address is unverified until the code mailed to it is confirmed. A first or another address needs a code that was given in this session in the last 10 minutes, and the account is told of the change.
  Future<UserEnvelope> updateMe(UpdateUser updateUser) async {
    final answer = await client.send(
      'PATCH',
      '/users/me',
      body: updateUser,
    );
    return UserEnvelope.fromJson(answer.json);
  }

  /// Confirm my e-mail address
  ///
  /// With the six digits that were mailed when the address was given. Five wrong ones use them up.
  Future<UserEnvelope> verifyMyEmail(VerifyEmail verifyEmail) async {
    final answer = await client.send(
      'POST',
      '/users/me/email/verify',
      body: verifyEmail,
    );
    return UserEnvelope.fromJson(answer.json);
  }

  /// Change my phone
  ///
  /// The second step, in the same session, with the code sent to the new number. The old and the new number and the confirmed e-mail address are told, and my other sessions end. After PHONE_TAKEN the code is used up. At most 300 requests in any minute for an IP address.
  Future<UserEnvelope> verifyPhone(VerifyPhone verifyPhone) async {
    final answer = await client.send(
      'POST',
      '/users/me/phone/verify',
      body: verifyPhone,
    );
    return UserEnvelope.fromJson(answer.json);
  }
}

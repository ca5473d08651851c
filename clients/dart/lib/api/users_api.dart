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
  /// The car, its codes, their scans and every session go with it. It cannot be undone.
  Future<MessageEnvelope> deleteMe() async {
    final answer = await client.send(
      'DELETE',
      '/users/me',
    );
    return MessageEnvelope.fromJson(answer.json);
  }

  /// Export everything held about me
  ///
  /// For whoever wants to take their data along: one JSON document with a section for each kind of thing that is kept, such as `user`, `car` and `scans`.
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
  /// Fields that are not given stay. A changed e-mail address is unverified until the code mailed to it is confirmed.
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
}

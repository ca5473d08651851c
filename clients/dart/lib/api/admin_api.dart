// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class AdminApi {
  const AdminApi(this.client);

  final ApiClient client;

  /// Disable an account, or enable it again
  ///
  /// Against abuse: it holds at once, everywhere. Nobody can disable themselves. On record. For admins alone, in a session in which both a code and the password were given in the last 12 hours.
  ///
  /// [userId]: The account.
  Future<AccountEnvelope> changeAccount(String userId, ChangeAccount changeAccount) async {
    final answer = await client.send(
      'PATCH',
      '/admin/users/{userId}',
      path: { 'userId': userId },
      body: changeAccount,
    );
    return AccountEnvelope.fromJson(answer.json);
  }

  /// Disable a code, or enable it again
  ///
  /// Against abuse: a disabled code stops resolving at once, and its owner cannot enable it. Recorded in the audit log. For admins alone, in a session in which both a code and the password were given in the last 12 hours.
  ///
  /// [code]: A code in any letter case.
  Future<CodeEnvelope> changeCode(String code, ChangeCode changeCode) async {
    final answer = await client.send(
      'PATCH',
      '/admin/qr/{code}',
      path: { 'code': code },
      body: changeCode,
    );
    return CodeEnvelope.fromJson(answer.json);
  }

  /// End all sessions of an account
  ///
  /// For an owner whose phone was stolen, for example. All of its tokens stop working at once; the owner may sign in again. On record. For admins alone, in a session in which both a code and the password were given in the last 12 hours.
  ///
  /// [userId]: The account.
  Future<AccountEnvelope> endSessions(String userId, EndSessions endSessions) async {
    final answer = await client.send(
      'POST',
      '/admin/users/{userId}/sessions/end',
      path: { 'userId': userId },
      body: endSessions,
    );
    return AccountEnvelope.fromJson(answer.json);
  }

  /// Find an account by phone or e-mail address
  ///
  /// For support, when somebody writes in: the phone or the address that they give leads to their account. On record. For admins alone, in a session in which both a code and the password were given in the last 12 hours.
  Future<AccountEnvelope> findAccount(FindAccount findAccount) async {
    final answer = await client.send(
      'POST',
      '/admin/users/find',
      body: findAccount,
    );
    return AccountEnvelope.fromJson(answer.json);
  }

  /// Read an account
  ///
  /// What support sees of an account; phone and e-mail address are masked. On record. For admins alone, in a session in which both a code and the password were given in the last 12 hours.
  ///
  /// [userId]: The account.
  Future<AccountEnvelope> getAccount(String userId) async {
    final answer = await client.send(
      'GET',
      '/admin/users/{userId}',
      path: { 'userId': userId },
    );
    return AccountEnvelope.fromJson(answer.json);
  }

  /// Read a code
  ///
  /// Shows whose code it is and whether it resolves. Recorded in the audit log. For admins alone, in a session in which both a code and the password were given in the last 12 hours.
  ///
  /// [code]: A code in any letter case.
  Future<CodeEnvelope> getCode(String code) async {
    final answer = await client.send(
      'GET',
      '/admin/qr/{code}',
      path: { 'code': code },
    );
    return CodeEnvelope.fromJson(answer.json);
  }

  /// List what admins did, newest first
  ///
  /// Who looked at what and changed what, page by page; nothing here can be changed. For admins alone, in a session in which both a code and the password were given in the last 12 hours.
  ///
  /// [from]: Only rows of this moment or later.
  ///
  /// [to]: Only rows before this moment.
  ///
  /// [limit]: How many rows to answer with.
  ///
  /// [offset]: How many rows to skip; ignored beside a cursor.
  ///
  /// [cursor]: The `nextCursor` of the page before.
  Future<AdminActsEnvelope> listAdminActs({ DateTime? from, DateTime? to, int? limit, int? offset, String? cursor }) async {
    final answer = await client.send(
      'GET',
      '/admin/acts',
      query: { 'from': from, 'to': to, 'limit': limit, 'offset': offset, 'cursor': cursor },
    );
    return AdminActsEnvelope.fromJson(answer.json);
  }

  /// List notices that could not be delivered
  ///
  /// What a mail server refused for good, newest first: why, and how often it was tried. Not what it says. For admins alone, in a session in which both a code and the password were given in the last 12 hours.
  ///
  /// [from]: Only rows of this moment or later.
  ///
  /// [to]: Only rows before this moment.
  ///
  /// [limit]: How many rows to answer with.
  ///
  /// [offset]: How many rows to skip; ignored beside a cursor.
  ///
  /// [cursor]: The `nextCursor` of the page before.
  Future<NotificationsEnvelope> listParkedNotifications({ DateTime? from, DateTime? to, int? limit, int? offset, String? cursor }) async {
    final answer = await client.send(
      'GET',
      '/admin/notifications',
      query: { 'from': from, 'to': to, 'limit': limit, 'offset': offset, 'cursor': cursor },
    );
    return NotificationsEnvelope.fromJson(answer.json);
  }

  /// Try a notice that could not be delivered again
  ///
  /// It is tried at once. Should it fail for good again, it is parked again. For admins alone, in a session in which both a code and the password were given in the last 12 hours.
  ///
  /// [id]: A parked notice.
  Future<NotificationEnvelope> retryNotification(String id) async {
    final answer = await client.send(
      'POST',
      '/admin/notifications/{id}/retry',
      path: { 'id': id },
    );
    return NotificationEnvelope.fromJson(answer.json);
  }
}

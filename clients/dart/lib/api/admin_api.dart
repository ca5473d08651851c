// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class AdminApi {
  const AdminApi(this.client);

  final ApiClient client;

  /// Disable an account, or enable it again
  ///
  /// It holds at once, everywhere. Nobody can disable themselves.
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
  /// A disabled code resolves to nothing at once, everywhere, and its owner cannot undo that.
  Future<CodeEnvelope> changeCode(String code, ChangeCode changeCode) async {
    final answer = await client.send(
      'PATCH',
      '/admin/qr/{code}',
      path: { 'code': code },
      body: changeCode,
    );
    return CodeEnvelope.fromJson(answer.json);
  }

  /// Find an account by phone or e-mail address
  Future<AccountEnvelope> findAccount(FindAccount findAccount) async {
    final answer = await client.send(
      'POST',
      '/admin/users/find',
      body: findAccount,
    );
    return AccountEnvelope.fromJson(answer.json);
  }

  /// Read an account
  Future<AccountEnvelope> getAccount(String userId) async {
    final answer = await client.send(
      'GET',
      '/admin/users/{userId}',
      path: { 'userId': userId },
    );
    return AccountEnvelope.fromJson(answer.json);
  }

  /// Read a code
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
}

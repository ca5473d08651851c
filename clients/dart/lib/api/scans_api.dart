// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class ScansApi {
  const ScansApi(this.client);

  final ApiClient client;

  /// Export the scans of my car as CSV
  ///
  /// For a spreadsheet: begins with a UTF-8 byte order mark, and cells that it would take for a formula begin with an apostrophe. At most 5 requests in any hour for an account. Exports of the account count too, and one runs at a time.
  ///
  /// [from]: Only rows of this moment or later.
  ///
  /// [to]: Only rows before this moment.
  Future<String> exportMyScans({ DateTime? from, DateTime? to }) async {
    final answer = await client.send(
      'GET',
      '/scans/export.csv',
      query: { 'from': from, 'to': to },
    );
    return utf8.decode(answer.bodyBytes);
  }

  /// Count the scans of my car
  ///
  /// For a chart: how many scans, by day and by code. 366 days at the most.
  ///
  /// [from]: From this moment; thirty days before `to` when absent.
  ///
  /// [to]: Before this moment; now when absent. At most 366 days after `from`.
  ///
  /// [tz]: The IANA time zone that days are counted in; UTC when absent.
  Future<ScanStatsEnvelope> getMyScanStats({ DateTime? from, DateTime? to, String? tz }) async {
    final answer = await client.send(
      'GET',
      '/scans/stats',
      query: { 'from': from, 'to': to, 'tz': tz },
    );
    return ScanStatsEnvelope.fromJson(answer.json);
  }

  /// List the scans of a car of mine, newest first
  ///
  /// The same as GET /scans, for a car that is named by its id.
  ///
  /// [carId]: My car.
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
  Future<ScansEnvelope> listCarScans(String carId, { DateTime? from, DateTime? to, int? limit, int? offset, String? cursor }) async {
    final answer = await client.send(
      'GET',
      '/cars/{carId}/scans',
      path: { 'carId': carId },
      query: { 'from': from, 'to': to, 'limit': limit, 'offset': offset, 'cursor': cursor },
    );
    return ScansEnvelope.fromJson(answer.json);
  }

  /// List the scans of a car of mine, by an older spelling
  ///
  /// For apps that know no other; new ones call GET /cars/{carId}/scans.
  ///
  /// [carId]: My car.
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
  @Deprecated('An older spelling that stays for the apps that use it.')
  Future<ScansEnvelope> listCarScansByOldName(String carId, { DateTime? from, DateTime? to, int? limit, int? offset, String? cursor }) async {
    final answer = await client.send(
      'GET',
      '/scans/{carId}/scans',
      path: { 'carId': carId },
      query: { 'from': from, 'to': to, 'limit': limit, 'offset': offset, 'cursor': cursor },
    );
    return ScansEnvelope.fromJson(answer.json);
  }

  /// List the scans of my car, newest first
  ///
  /// Who asked for me, page by page: go on with the `nextCursor` of the last answer.
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
  Future<ScansEnvelope> listMyScans({ DateTime? from, DateTime? to, int? limit, int? offset, String? cursor }) async {
    final answer = await client.send(
      'GET',
      '/scans',
      query: { 'from': from, 'to': to, 'limit': limit, 'offset': offset, 'cursor': cursor },
    );
    return ScansEnvelope.fromJson(answer.json);
  }

  /// Mark a scan of my car
  ///
  /// As read or resolved, or as neither; a field that is not given stays.
  ///
  /// [id]: A scan of my car.
  Future<ScanEnvelope> markScan(String id, MarkScan markScan) async {
    final answer = await client.send(
      'PATCH',
      '/scans/{id}',
      path: { 'id': id },
      body: markScan,
    );
    return ScanEnvelope.fromJson(answer.json);
  }

  /// Leave a scan and see the contact
  ///
  /// What a scanner sends when the gate is `form`; the owner is told, and the answer has the contact. The same submission again within 60 seconds answers with the same scan. At most 3 requests in any 10 minutes for one phone and car. At most 6 requests in any hour for an IP address and one car. At most 20 requests in any hour for a car. At most 30 requests in any minute for an IP address.
  Future<ScanSubmittedEnvelope> submitScan(SubmitScan submitScan) async {
    final answer = await client.send(
      'POST',
      '/scans',
      body: submitScan,
    );
    return ScanSubmittedEnvelope.fromJson(answer.json);
  }
}

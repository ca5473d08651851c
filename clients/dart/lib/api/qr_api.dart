// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class QRApi {
  const QRApi(this.client);

  final ApiClient client;

  /// Withdraw the code of a sticker, or let it resolve again
  ///
  /// For example when a sticker is lost or the car is lent. Affects all stickers with the same code.
  ///
  /// [id]: One of my stickers.
  Future<StickerEnvelope> changeSticker(String id, ChangeSticker changeSticker) async {
    final answer = await client.send(
      'PATCH',
      '/qr/{id}',
      path: { 'id': id },
      body: changeSticker,
    );
    return StickerEnvelope.fromJson(answer.json);
  }

  /// Download the file of a sticker
  ///
  /// Supports ETag, If-None-Match, Range and HEAD. The file never changes and may be cached without expiry.
  ///
  /// [id]: The sticker.
  Future<Uint8List> downloadSticker(String id) async {
    final answer = await client.send(
      'GET',
      '/qr/{id}/download',
      path: { 'id': id },
    );
    return answer.bodyBytes;
  }

  /// Make a sticker
  ///
  /// Makes a sticker to print; `downloadUrl` in the response links to the file. Repeating the request returns the same sticker. At most 120 requests in any hour for an account.
  Future<StickerEnvelope> generateSticker(GenerateSticker generateSticker) async {
    final answer = await client.send(
      'POST',
      '/qr/generate',
      body: generateSticker,
    );
    return StickerEnvelope.fromJson(answer.json);
  }

  /// Read a sticker
  ///
  /// Public for anyone who has the id, so that a print shop needs no account.
  ///
  /// [id]: The sticker.
  Future<StickerEnvelope> getSticker(String id) async {
    final answer = await client.send(
      'GET',
      '/qr/{id}',
      path: { 'id': id },
    );
    return StickerEnvelope.fromJson(answer.json);
  }

  /// List my stickers, newest first
  ///
  /// All stickers of the caller, page by page.
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
  Future<StickersEnvelope> listMyStickers({ DateTime? from, DateTime? to, int? limit, int? offset, String? cursor }) async {
    final answer = await client.send(
      'GET',
      '/qr',
      query: { 'from': from, 'to': to, 'limit': limit, 'offset': offset, 'cursor': cursor },
    );
    return StickersEnvelope.fromJson(answer.json);
  }

  /// Replace the code of a sticker
  ///
  /// For a code that is misused. Returns the same sticker with a new code, to be printed again; the old code permanently stops resolving. At most 120 requests in any hour for an account, new stickers included.
  ///
  /// [id]: One of my stickers.
  Future<StickerEnvelope> rotateCode(String id) async {
    final answer = await client.send(
      'POST',
      '/qr/{id}/rotate',
      path: { 'id': id },
    );
    return StickerEnvelope.fromJson(answer.json);
  }
}

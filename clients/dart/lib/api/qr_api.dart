// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';

class QRApi {
  const QRApi(this.client);

  final ApiClient client;

  /// Withdraw the code of a sticker, or let it resolve again
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
  /// Knows ETag, If-None-Match, Range and HEAD. The file of an id never changes.
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
  /// The same request again answers with the same sticker.
  Future<StickerEnvelope> generateSticker(GenerateSticker generateSticker) async {
    final answer = await client.send(
      'POST',
      '/qr/generate',
      body: generateSticker,
    );
    return StickerEnvelope.fromJson(answer.json);
  }

  /// Read a sticker
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
  /// Answers with the same sticker carrying a new code; the old code stops resolving everywhere, for ever.
  Future<StickerEnvelope> rotateCode(String id) async {
    final answer = await client.send(
      'POST',
      '/qr/{id}/rotate',
      path: { 'id': id },
    );
    return StickerEnvelope.fromJson(answer.json);
  }
}

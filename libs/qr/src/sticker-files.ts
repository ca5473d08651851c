import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import { Settings } from '@app/config';
import { AppError, isKnown } from '@app/http';
import { FILE_CACHE_CONTROL, FileStorage, contentDisposition } from '@app/storage';
import { MEDIA_TYPES } from '@app/stickers';
import { QrErrors } from './qr.errors.js';
import type { StickerWithCode } from './stickers.repository.js';

/** A rendered file draws itself and does nothing else, wherever it is opened. */
const FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; sandbox";

/** Serves the stored files of stickers over HTTP, with what caches and download managers ask for. */
@Injectable()
export class StickerFiles {
  constructor(
    private readonly storage: FileStorage,
    private readonly settings: Settings,
  ) {}

  /** Where a browser finds the file without a header: where the storage serves it itself, or at our own route. */
  async downloadUrl(sticker: StickerWithCode): Promise<string> {
    const direct = await this.storage.directUrl(sticker.fileKey, {
      filename: stickerFileName(sticker.code.code, sticker),
    });
    return direct ?? `${this.settings.http.publicUrl}/api/v1/qr/${sticker.id}/download`;
  }

  /**
   * Answers a request for the file: whole, in part (RFC 9110, one range), or not at all when the client has it.
   *
   * What needs no bytes of the file is answered from the sticker's row, without asking the storage. HEAD is Fastify's:
   * it answers with the headers of GET and leaves the bytes out.
   *
   * @throws AppError QR_NOT_FOUND when the file is gone
   */
  async send(sticker: StickerWithCode, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const etag = `"${sticker.contentHash}"`;
    const answer = await this.answer(sticker, request, reply, etag);
    void reply.code(answer.status).headers({
      'accept-ranges': 'bytes',
      'cache-control': FILE_CACHE_CONTROL,
      'content-disposition': contentDisposition(stickerFileName(sticker.code.code, sticker)),
      'content-security-policy': FILE_POLICY,
      'content-type': MEDIA_TYPES[sticker.format],
      'last-modified': sticker.createdAt.toUTCString(),
      etag,
      ...answer.headers,
    });
    return void reply.send(answer.bytes);
  }

  private async answer(
    sticker: StickerWithCode,
    request: FastifyRequest,
    reply: FastifyReply,
    etag: string,
  ): Promise<FileAnswer> {
    const { byteLength } = sticker;
    if (isKnown(etag, request.headers['if-none-match'])) return { status: 304 };
    const range = readRange(request, byteLength, etag);
    if (range === 'unsatisfiable') {
      void reply.header('content-range', `bytes */${byteLength}`);
      throw new AppError(QrErrors.RANGE_NOT_SATISFIABLE);
    }
    const bytes = await this.storage.read(sticker.fileKey);
    if (!bytes) throw new AppError(QrErrors.QR_NOT_FOUND, { fileKey: sticker.fileKey });
    if (!range) return { status: 200, bytes };
    const { start, end } = range;
    const headers = { 'content-range': `bytes ${start}-${end}/${byteLength}` };
    return { status: 206, headers, bytes: bytes.subarray(start, end + 1) };
  }
}

/** What the answer to one request for a file has beside what all of them have. */
interface FileAnswer {
  status: number;
  headers?: Record<string, string>;
  bytes?: Buffer;
}

interface Range {
  start: number;
  end: number;
}

/** How a saved file is called. */
export function stickerFileName(code: string, { size, format }: Pick<StickerWithCode, 'size' | 'format'>): string {
  return `carqr-${code}-${size}.${format}`;
}

/** One range of bytes of a GET; several, or what is no range of bytes, are answered with the whole file, as RFC 9110 allows. */
function readRange(
  { method, headers }: FastifyRequest,
  size: number,
  etag: string,
): Range | 'unsatisfiable' | undefined {
  if (method !== 'GET' || headers.range === undefined || (headers['if-range'] ?? etag) !== etag) return undefined;
  const ranges = parseRange(size, headers.range);
  if (ranges === -1) return 'unsatisfiable';
  const [range] = ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1 ? [] : ranges;
  return range;
}

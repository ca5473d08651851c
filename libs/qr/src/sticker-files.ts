import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import { Settings } from '@app/config';
import { AppError, isKnown } from '@app/http';
import { FILE_CACHE_CONTROL, FileStorage, contentDisposition } from '@app/storage';
import { MEDIA_TYPES } from '@app/stickers';
import { QrErrors } from './qr.errors.js';
import type { StickerWithCode } from './stickers.repository.js';

/** Stops scripts and external content in an SVG opened in a browser. */
const FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; sandbox";

/** Serves sticker files over HTTP, with support for caching and range requests. */
@Injectable()
export class StickerFiles {
  constructor(
    private readonly storage: FileStorage,
    private readonly settings: Settings,
  ) {}

  /** A URL that opens without an Authorization header: the storage's direct URL, or our download route. */
  async downloadUrl(sticker: StickerWithCode): Promise<string> {
    const direct = await this.storage.directUrl(sticker.fileKey, {
      filename: stickerFileName(sticker.code.code, sticker),
    });
    return direct ?? `${this.settings.http.publicUrl}/api/v1/qr/${sticker.id}/download`;
  }

  /**
   * Responds with the whole file, one range of it (RFC 9110), or 304.
   *
   * Responses without a body need only the sticker's row, not the storage. Fastify handles HEAD by dropping the body of GET.
   *
   * @throws AppError QR_NOT_FOUND when the file is gone
   */
  async send(sticker: StickerWithCode, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const etag = `"${sticker.contentHash}"`;
    const response = await this.prepare(sticker, request, reply, etag);
    void reply.code(response.status).headers({
      'accept-ranges': 'bytes',
      'cache-control': FILE_CACHE_CONTROL,
      'content-disposition': contentDisposition(stickerFileName(sticker.code.code, sticker)),
      'content-security-policy': FILE_POLICY,
      'content-type': MEDIA_TYPES[sticker.format],
      'last-modified': sticker.createdAt.toUTCString(),
      etag,
      ...response.headers,
    });
    return void reply.send(response.bytes);
  }

  private async prepare(
    sticker: StickerWithCode,
    request: FastifyRequest,
    reply: FastifyReply,
    etag: string,
  ): Promise<FileResponse> {
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

/** The part of a response that depends on the request. */
interface FileResponse {
  status: number;
  headers?: Record<string, string>;
  bytes?: Buffer;
}

interface Range {
  start: number;
  end: number;
}

export function stickerFileName(code: string, { size, format }: Pick<StickerWithCode, 'size' | 'format'>): string {
  return `carqr-${code}-${size}.${format}`;
}

/** The single byte range of a GET; anything else gets the whole file, as RFC 9110 allows. */
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

import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import { Settings } from '@app/config';
import { AppError } from '@app/http';
import { FileStorage } from '@app/storage';
import { MEDIA_TYPES } from '@app/stickers';
import { QrErrors } from './qr.errors.js';
import type { StickerWithCode } from './stickers.repository.js';

const CACHE_CONTROL = 'public, max-age=31536000, immutable';
/** A rendered file draws itself and does nothing else, wherever it is opened. */
const FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

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
   * What needs no bytes of the file is answered from the sticker's row, without asking the storage.
   *
   * @throws AppError QR_NOT_FOUND when the file is gone
   */
  async send(sticker: StickerWithCode, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const etag = `"${sticker.contentHash}"`;
    const isKnown = knows(request.headers['if-none-match'], etag);
    const range = isKnown ? undefined : readRange(request, sticker.byteLength, etag);
    const hasBody = !isKnown && range !== 'unsatisfiable' && request.method !== 'HEAD';
    const body = hasBody ? await this.read(sticker, range) : Readable.from([]);
    void reply.headers({
      'accept-ranges': 'bytes',
      'cache-control': CACHE_CONTROL,
      'content-disposition': `inline; filename="${stickerFileName(sticker.code.code, sticker)}"`,
      'content-security-policy': FILE_POLICY,
      'content-type': MEDIA_TYPES[sticker.format],
      'last-modified': sticker.createdAt.toUTCString(),
      etag,
    });
    if (isKnown) void reply.code(304);
    else void reply.code(describeRange(reply, range, sticker.byteLength));
    return void reply.send(body);
  }

  private async read(sticker: StickerWithCode, range: Range | undefined): Promise<Readable> {
    const file = await this.storage.read(sticker.fileKey, range);
    if (!file) throw new AppError(QrErrors.QR_NOT_FOUND, { fileKey: sticker.fileKey });
    return file;
  }
}

interface Range {
  start: number;
  end: number;
}

/** How a saved file is called. */
export function stickerFileName(code: string, { size, format }: Pick<StickerWithCode, 'size' | 'format'>): string {
  return `carqr-${code}-${size}.${format}`;
}

function knows(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));
}

/** Sets what tells the client which bytes come, and returns the status. */
function describeRange(reply: FastifyReply, range: Range | 'unsatisfiable' | undefined, size: number): number {
  if (range === 'unsatisfiable') {
    void reply.headers({ 'content-range': `bytes */${size}`, 'content-length': 0 });
    return 416;
  }
  if (!range) {
    void reply.header('content-length', size);
    return 200;
  }
  const { start, end } = range;
  void reply.headers({ 'content-range': `bytes ${start}-${end}/${size}`, 'content-length': end - start + 1 });
  return 206;
}

/** One range of bytes; several, or what is no range of bytes, are answered with the whole file, as RFC 9110 allows. */
function readRange({ headers }: FastifyRequest, size: number, etag: string): Range | 'unsatisfiable' | undefined {
  if (headers.range === undefined || (headers['if-range'] ?? etag) !== etag) return undefined;
  const ranges = parseRange(size, headers.range);
  if (ranges === -1) return 'unsatisfiable';
  const [range] = ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1 ? [] : ranges;
  return range;
}

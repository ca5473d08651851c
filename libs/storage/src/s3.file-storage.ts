import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { StorageSettings } from '@app/config';
import { contentDisposition } from './content-disposition.js';
import { FILE_CACHE_CONTROL, type FileAttributes, FileStorage } from './file-storage.js';
import { isMissingFile, isS3Outage } from './s3-errors.js';
import { requireKey } from './storage-key.js';
import { StorageUnavailableError } from './storage-unavailable.js';

type BucketSettings = Extract<StorageSettings, { kind: 's3' }>;

const CONNECT_MS = 2000;
/** Until the response to one attempt begins. */
const RESPONSE_MS = 5000;
const MAX_ATTEMPTS = 3;
/** For all attempts and the transfer together; shorter than the timeouts of clients. */
const DEADLINE_MS = 8000;
const URL_VALID_SECONDS = 24 * 3600;
/** A file's URL stays the same for this long, because browsers cache files by URL. */
const URL_STABLE_SECONDS = 3600;

/** Stores files in an S3 bucket, or on a compatible server. */
export class S3FileStorage extends FileStorage implements OnApplicationShutdown {
  private readonly client: S3Client;

  constructor(private readonly settings: BucketSettings) {
    super();
    const { region, endpoint } = settings;
    this.client = new S3Client({
      region,
      maxAttempts: MAX_ATTEMPTS,
      requestHandler: {
        connectionTimeout: CONNECT_MS,
        requestTimeout: RESPONSE_MS,
        throwOnRequestTimeout: true,
      },
      // Compatible servers rarely have a host name per bucket, and not all support the newer checksums.
      ...(endpoint && {
        endpoint,
        forcePathStyle: true,
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      }),
    });
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  async put(key: string, bytes: Uint8Array, attributes: FileAttributes): Promise<void> {
    const command = new PutObjectCommand({
      ...this.locate(key),
      Body: bytes,
      CacheControl: FILE_CACHE_CONTROL,
      ContentType: attributes.contentType,
      ContentDisposition: attributes.contentDisposition,
    });
    await s3Errors(() => this.client.send(command, withDeadline()));
  }

  async read(key: string): Promise<Buffer | null> {
    const command = new GetObjectCommand(this.locate(key));
    return s3Errors(async () => {
      try {
        const { Body } = await this.client.send(command, withDeadline());
        if (!Body) throw new Error('The S3 response has no body.');
        return Buffer.from(await Body.transformToByteArray());
      } catch (error) {
        if (isMissingFile(error)) return null;
        throw error;
      }
    });
  }

  async delete(key: string): Promise<void> {
    const command = new DeleteObjectCommand(this.locate(key));
    await s3Errors(() => this.client.send(command, withDeadline()));
  }

  async directUrl(key: string, { filename }: { filename: string }): Promise<string> {
    const location = this.locate(key);
    if (this.settings.publicUrl) return `${this.settings.publicUrl}/${key}`;
    const command = new GetObjectCommand({ ...location, ResponseContentDisposition: contentDisposition(filename) });
    const stableMs = 1000 * URL_STABLE_SECONDS;
    return s3Errors(() =>
      getSignedUrl(this.client, command, {
        signingDate: new Date(Math.floor(Date.now() / stableMs) * stableMs),
        expiresIn: URL_VALID_SECONDS + URL_STABLE_SECONDS,
      }),
    );
  }

  private locate(key: string): { Bucket: string; Key: string } {
    requireKey(key);
    return { Bucket: this.settings.bucket, Key: key };
  }
}

function withDeadline(): { abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(DEADLINE_MS) };
}

async function s3Errors<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw isS3Outage(error) ? new StorageUnavailableError(error) : error;
  }
}

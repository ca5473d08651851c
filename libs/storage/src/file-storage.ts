/**
 * A file never changes under its key, so browsers may cache it for a year. Shared caches must not: a sticker shows its
 * owner's text, and must be gone everywhere once the account is erased.
 */
export const FILE_CACHE_CONTROL = 'private, max-age=31536000, immutable';

/** Response headers for the direct URL. */
export interface FileAttributes {
  contentType: string;
  contentDisposition?: string;
}

/**
 * Files by key, shared by all instances; both the type and the DI token.
 *
 * Files are at most a few megabytes and are held in memory, so a read returns the whole file or fails, and no response
 * breaks off in the middle.
 *
 * Writes are atomic, even if the writer is killed. Browsers cache files, so new content needs a new key.
 *
 * The server makes all keys: segments of `a-z0-9_.-` between single slashes, such as `stickers/0192/modern-3x3.pdf`. No
 * segment starts with a dot, `..` never occurs, and no key is the folder of another. Any other key is a bug in the caller:
 * the method rejects with a RangeError before it touches anything.
 *
 * When the storage is unreachable, full or denies access, every method rejects with an error for which
 * `isStorageUnavailable` is true.
 */
export abstract class FileStorage {
  /** Stores a file, replacing the key's previous one. Durable once this resolves. */
  abstract put(key: string, bytes: Uint8Array, attributes: FileAttributes): Promise<void>;

  /** The bytes of a file, or null when it does not exist. */
  abstract read(key: string): Promise<Buffer | null>;

  /** Deletes a file; succeeds when it does not exist. */
  abstract delete(key: string): Promise<void>;

  /**
   * A URL that any browser opens without a header, or null when the caller must serve the file itself.
   *
   * With a CDN it does not expire. Otherwise it is pre-signed and valid for at least 24 hours, or until the instance's
   * temporary credentials expire, which may be sooner.
   *
   * @param filename the name to save the file under; a CDN uses the file's `contentDisposition` instead
   */
  abstract directUrl(key: string, options: { filename: string }): Promise<string | null>;
}

/**
 * A file never changes under its key, so that browsers need not ask again for a year. Shared caches keep none: a sticker
 * shows what its owner had printed on it, and must be gone everywhere once it is withdrawn or the account is erased.
 */
export const FILE_CACHE_CONTROL = 'private, max-age=31536000, immutable';

/** What a browser is told when it gets the file from its direct URL. */
export interface FileAttributes {
  contentType: string;
  contentDisposition?: string;
}

/**
 * Files by key, shared by every instance of the server. The type and the DI token in one.
 *
 * They are small enough to be held in memory, a few megabytes at the most. So a reader has all of a file or an error,
 * and no answer breaks off in the middle.
 *
 * A file is written whole and appears whole: nobody ever reads half of one, even if the writer is killed. Browsers
 * keep what they have been served, so that new content belongs under a new key.
 *
 * Keys are made by the server and never by a client: segments of `a-z0-9_.-` between single slashes, such as
 * `stickers/0192/modern-3x3.pdf`. No segment starts with a dot, two dots never meet, and no key is the folder of
 * another one. Any other key is a defect of the caller: the method rejects with a RangeError before it touches anything.
 *
 * Every method rejects with an error for which `isStorageUnavailable` is true when the storage is out of reach, full or
 * closed to us.
 */
export abstract class FileStorage {
  /** Stores a file, in place of the one that the key had. It is durable once this resolves. */
  abstract put(key: string, bytes: Uint8Array, attributes: FileAttributes): Promise<void>;

  /** The bytes of a file, or null when there is no such file. */
  abstract read(key: string): Promise<Buffer | null>;

  /** Removes a file. That there is none is no error. */
  abstract delete(key: string): Promise<void>;

  /**
   * A URL that any browser opens without a header, or null when the caller must serve the file itself.
   *
   * It does not expire when a CDN serves the files. Else it is pre-signed and works for at least 24 hours; one that was
   * signed with an instance's temporary credentials ends with them, which may be sooner.
   *
   * @param filename under which the browser saves the file; a CDN says the `contentDisposition` of the file instead
   */
  abstract directUrl(key: string, options: { filename: string }): Promise<string | null>;
}

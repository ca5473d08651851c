/** The storage is unreachable, full or denies access; `cause` is its error. */
export class StorageUnavailableError extends Error {
  constructor(cause: unknown) {
    super('The file storage is unavailable.', { cause });
    this.name = 'StorageUnavailableError';
  }
}

/** True for an outage of the storage, false for bugs. */
export function isStorageUnavailable(error: unknown): boolean {
  return error instanceof StorageUnavailableError;
}

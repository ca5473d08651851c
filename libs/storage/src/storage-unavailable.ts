/** The storage is out of reach, full or closed to us; `cause` is what it said. */
export class StorageUnavailableError extends Error {
  constructor(cause: unknown) {
    super('The file storage is unavailable.', { cause });
    this.name = 'StorageUnavailableError';
  }
}

/** True for errors of a storage that cannot serve anybody right now, false for defects of ours. */
export function isStorageUnavailable(error: unknown): boolean {
  return error instanceof StorageUnavailableError;
}

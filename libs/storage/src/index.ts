export { contentDisposition } from './content-disposition.js';
export { FILE_CACHE_CONTROL, FileStorage, type FileAttributes } from './file-storage.js';
export { StorageModule } from './storage.module.js';
export { isStorageUnavailable } from './storage-unavailable.js';

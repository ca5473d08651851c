import { type DynamicModule, Module } from '@nestjs/common';
import type { Settings } from '@app/config';
import { DirectoryFileStorage } from './directory.file-storage.js';
import { FileStorage } from './file-storage.js';

@Module({})
export class StorageModule {
  /** Provides FileStorage globally, with the configured driver. */
  static forRoot({ storage }: Pick<Settings, 'storage'>): DynamicModule {
    const useFactory = async (): Promise<FileStorage> => {
      if (storage.kind === 'directory') return new DirectoryFileStorage(storage.path);
      // Lazy import: the SDK is slow to load.
      const { S3FileStorage } = await import('./s3.file-storage.js');
      return new S3FileStorage(storage);
    };
    return {
      module: StorageModule,
      global: true,
      providers: [{ provide: FileStorage, useFactory }],
      exports: [FileStorage],
    };
  }
}

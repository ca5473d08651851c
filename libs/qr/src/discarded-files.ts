import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { FileStorage } from '@app/storage';
import type { Eraser } from '@app/users';
import { DiscardedFile } from './discarded-file.entity.js';

const BATCH_SIZE = 100;

const DISCARD_FILES_OF_OWNER = `INSERT INTO discarded_files (fileKey, createdAt)
  SELECT s.fileKey, ? FROM qr_stickers s JOIN qr_codes q ON q.id = s.codeId JOIN cars c ON c.id = q.carId
  WHERE c.userId = ?`;

/** Deletes the sticker files of deleted cars and accounts. */
@Injectable()
export class DiscardedFiles implements Eraser {
  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: FileStorage,
    private readonly clock: Clock,
  ) {}

  /** Records an owner's files for deletion, in the transaction that deletes their rows. */
  async note(manager: EntityManager, userId: string): Promise<void> {
    await manager.query(DISCARD_FILES_OF_OWNER, [this.clock.now(), userId]);
  }

  /** Deletes the recorded files. Safe to run concurrently; failures are left for the next run. */
  async remove(): Promise<void> {
    for (;;) {
      const files = await this.dataSource.getRepository(DiscardedFile).find({ take: BATCH_SIZE });
      for (const { fileKey } of files) {
        await this.storage.delete(fileKey);
        await this.dataSource.manager.delete(DiscardedFile, { fileKey });
      }
      if (files.length < BATCH_SIZE) return;
    }
  }
}

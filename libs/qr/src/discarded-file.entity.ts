import { Entity } from 'typeorm';
import { AsciiColumn, MomentColumn } from '@app/database';

/** A file to delete: inserted in the transaction that deletes its sticker, and removed once the file is deleted. */
@Entity('discarded_files')
export class DiscardedFile {
  @AsciiColumn({ length: 200, primary: true })
  fileKey!: string;

  @MomentColumn()
  createdAt!: Date;
}

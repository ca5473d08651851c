import { Entity } from 'typeorm';
import { AsciiColumn, MomentColumn } from '@app/database';

/** A stored file whose row is gone: written down with the deletion, and removed once the file is. */
@Entity('discarded_files')
export class DiscardedFile {
  @AsciiColumn({ length: 200, primary: true })
  fileKey!: string;

  @MomentColumn()
  createdAt!: Date;
}

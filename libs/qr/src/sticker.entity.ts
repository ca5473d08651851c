import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import {
  AsciiColumn,
  IdColumn,
  IdReferenceColumn,
  IntegerColumn,
  JsonColumn,
  MomentColumn,
  TextColumn,
} from '@app/database';
import type { PrintCheck, StickerFormat, StickerSize } from '@app/stickers';
import type { Template } from '@app/users';
import { QrCode } from './qr-code.entity.js';

/** A rendered sticker. Its row is made once its file is stored, and neither ever changes. */
@Entity('qr_stickers')
@Index('uq_qr_stickers_request', ['requestKey'], { unique: true })
@Index('ix_qr_stickers_code', ['codeId', 'createdAt'])
export class Sticker {
  @IdColumn()
  id!: string;

  @IdReferenceColumn()
  codeId!: string;

  @ManyToOne(() => QrCode, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'codeId', foreignKeyConstraintName: 'fk_qr_stickers_code' })
  code?: QrCode;

  @AsciiColumn({ length: 3 })
  size!: StickerSize;

  @AsciiColumn({ length: 3 })
  format!: StickerFormat;

  @AsciiColumn({ length: 32 })
  template!: Template;

  @TextColumn({ length: 60, nullable: true })
  label!: string | null;

  /** What its symbol says. Null for stickers made before this was stored: theirs is in capitals. */
  @AsciiColumn({ length: 500, nullable: true })
  qrValue!: string | null;

  @AsciiColumn({ length: 200 })
  fileKey!: string;

  /** SHA-256 of the file, in hexadecimal; its ETag. */
  @AsciiColumn({ length: 64 })
  contentHash!: string;

  @IntegerColumn()
  byteLength!: number;

  @JsonColumn()
  printCheck!: PrintCheck;

  /** What requests for the same sticker have in common. */
  @AsciiColumn({ length: 64 })
  requestKey!: string;

  @MomentColumn()
  createdAt!: Date;
}

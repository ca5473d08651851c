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

/** A rendered sticker. The row is inserted after its file is stored; both are immutable. */
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

  /** The text in the symbol. Null for older stickers, which use the upper-case form. */
  @AsciiColumn({ length: 500, nullable: true })
  qrValue!: string | null;

  @AsciiColumn({ length: 200 })
  fileKey!: string;

  /** SHA-256 of the file in hexadecimal; also its ETag. */
  @AsciiColumn({ length: 64 })
  contentHash!: string;

  @IntegerColumn()
  byteLength!: number;

  @JsonColumn()
  printCheck!: PrintCheck;

  /** The same for all requests for the same sticker. */
  @AsciiColumn({ length: 64 })
  requestKey!: string;

  @MomentColumn()
  createdAt!: Date;
}

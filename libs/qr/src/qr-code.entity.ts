import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { Car } from '@app/cars';
import { AsciiColumn, FlagColumn, IdColumn, IdReferenceColumn, MomentColumn, TextColumn } from '@app/database';

/** A code of a car; stickers with the same placement share it. */
@Entity('qr_codes')
@Index('uq_qr_codes_code', ['code'], { unique: true })
@Index('uq_qr_codes_placement', ['carId', 'activePlacement'], { unique: true })
@Index('ix_qr_codes_car', ['carId', 'createdAt'])
export class QrCode {
  @IdColumn()
  id!: string;

  @IdReferenceColumn()
  carId!: string;

  @ManyToOne(() => Car, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'carId', foreignKeyConstraintName: 'fk_qr_codes_car' })
  car?: Car;

  /** Upper case. */
  @AsciiColumn({ length: 32 })
  code!: string;

  /** Where its sticker is, so that scans can be told apart; null for the car's general code. */
  @TextColumn({ length: 40, nullable: true })
  placement!: string | null;

  /** The placement while new stickers for it get this code; unique per car. */
  @TextColumn({ length: 40, nullable: true })
  activePlacement!: string | null;

  /** False when the owner withdrew it; it then does not resolve. */
  @FlagColumn({ default: true })
  active!: boolean;

  /** When an admin disabled it; only an admin can enable it again. */
  @MomentColumn({ nullable: true })
  disabledAt!: Date | null;

  @MomentColumn()
  createdAt!: Date;

  /** When another code replaced it; it never resolves again. */
  @MomentColumn({ nullable: true })
  replacedAt!: Date | null;
}

/** Whether the code itself is in force; a disabled account is checked separately. */
export function resolves({ active, disabledAt }: Pick<QrCode, 'active' | 'disabledAt'>): boolean {
  return active && disabledAt === null;
}

import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { Car } from '@app/cars';
import { AsciiColumn, FlagColumn, IdColumn, IdReferenceColumn, MomentColumn, TextColumn } from '@app/database';

/** A code that leads to a car. Stickers of the same placement share it. */
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

  /** The placement while the code is active and the one that new stickers for it carry; unique within the car. */
  @TextColumn({ length: 40, nullable: true })
  activePlacement!: string | null;

  /** A code that is not active resolves to nothing. */
  @FlagColumn({ default: true })
  active!: boolean;

  /** When an admin disabled it: whatever its owner does, it resolves to nothing until an admin enables it again. */
  @MomentColumn({ nullable: true })
  disabledAt!: Date | null;

  @MomentColumn()
  createdAt!: Date;

  /** When another code took its place; from then on it never resolves again. */
  @MomentColumn({ nullable: true })
  replacedAt!: Date | null;
}

/** Whether a code leads anywhere, as far as that is the code's own matter. */
export function resolves({ active, disabledAt }: Pick<QrCode, 'active' | 'disabledAt'>): boolean {
  return active && disabledAt === null;
}

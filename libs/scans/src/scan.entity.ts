import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { Car } from '@app/cars';
import { AsciiColumn, IdColumn, IdReferenceColumn, MomentColumn, TextColumn } from '@app/database';
import { User } from '@app/users';

/** Why somebody looks for the owner. */
export const REASONS = ['blocking', 'lights_on', 'window_open', 'damage', 'emergency', 'towing', 'other'] as const;
export type Reason = (typeof REASONS)[number];

/** How the contact was reached: by the form, or by premium. */
export type Via = 'form' | 'premium';
export const VIAS: Via[] = ['form', 'premium'];

@Entity('scans')
@Index('uq_scans_recent', ['carId', 'recentKey'], { unique: true })
@Index('ix_scans_history', ['carId', 'timestamp', 'id'])
@Index('ix_scans_viewer', ['viewerId'])
export class Scan {
  @IdColumn()
  id!: string;

  @IdReferenceColumn()
  carId!: string;

  @ManyToOne(() => Car, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'carId', foreignKeyConstraintName: 'fk_scans_car' })
  car?: Car;

  /** The signed-in scanner, while their account exists. */
  @IdReferenceColumn({ nullable: true })
  viewerId!: string | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'viewerId', foreignKeyConstraintName: 'fk_scans_viewer' })
  viewer?: User | null;

  @AsciiColumn({ length: 32, nullable: true })
  qrCode!: string | null;

  /** E.164. */
  @AsciiColumn({ length: 20 })
  scannerPhone!: string;

  @TextColumn({ length: 254 })
  scannerEmail!: string;

  @TextColumn({ length: 1000 })
  notes!: string;

  @AsciiColumn({ length: 20, nullable: true })
  reason!: Reason | null;

  @AsciiColumn({ length: 10 })
  via!: Via;

  @MomentColumn()
  timestamp!: Date;

  @MomentColumn({ nullable: true })
  readAt!: Date | null;

  @MomentColumn({ nullable: true })
  resolvedAt!: Date | null;

  /** What repeats of this scan have in common, while they would count as repeats; unique within the car. */
  @AsciiColumn({ length: 64, nullable: true })
  recentKey!: string | null;
}

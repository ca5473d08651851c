import { Entity, JoinColumn, ManyToOne } from 'typeorm';
import { IdReferenceColumn, MomentColumn } from '@app/database';

/** Whose turn it is to tell the owner of a car about scans: one mail at a time, and then none for a while. */
@Entity('alert_turns')
export class AlertTurn {
  @IdReferenceColumn({ primary: true })
  carId!: string;

  @ManyToOne('Car', { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'carId', foreignKeyConstraintName: 'fk_alert_turns_car' })
  car?: unknown;

  /** When the next mail may be begun. */
  @MomentColumn()
  freeAt!: Date;

  /**
   * Equal to `freeAt` while it is a pause, which an urgent scan may interrupt; anything else while a worker is sending. A
   * worker of the version before changes `freeAt` alone, and so is never interrupted.
   */
  @MomentColumn({ nullable: true })
  pausedUntil!: Date | null;
}

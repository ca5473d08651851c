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
}

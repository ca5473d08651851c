import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { AsciiColumn, IdColumn, IdReferenceColumn, JsonColumn, MomentColumn, TextColumn } from '@app/database';
import { type Template, User } from '@app/users';

@Entity('cars')
@Index('uq_cars_user', ['userId'], { unique: true })
export class Car {
  @IdColumn()
  id!: string;

  @IdReferenceColumn()
  userId!: string;

  // One to one by the index above: TypeORM would name an index of its own for it.
  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_cars_user' })
  user?: User;

  /** Upper case, without spaces and hyphens. */
  @AsciiColumn({ length: 15 })
  carNumber!: string;

  @TextColumn({ length: 100 })
  carModel!: string;

  @TextColumn({ length: 500, default: '' })
  customMessage!: string;

  @JsonColumn()
  customFields!: Record<string, string>;

  @AsciiColumn({ length: 32 })
  selectedTemplate!: Template;

  /** The current code without a placement; the code's own row belongs to the QR feature. */
  @AsciiColumn({ length: 32 })
  qrCode!: string;

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn()
  updatedAt!: Date;
}

import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, IdReferenceColumn, MomentColumn } from '@app/database';
import { User } from './user.entity.js';

/** That an account was locked with a link of a message about a change. */
@Entity('used_links')
@Index('ix_used_links_user', ['userId'])
@Index('ix_used_links_at', ['usedAt'])
export class UsedLink {
  @IdColumn()
  id!: string;

  @IdReferenceColumn()
  userId!: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_used_links_user' })
  user?: User;

  /** The moment of the link. */
  @MomentColumn()
  since!: Date;

  @MomentColumn()
  usedAt!: Date;
}

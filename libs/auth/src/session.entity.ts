import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { AsciiColumn, IdColumn, IdReferenceColumn, MomentColumn, TextColumn } from '@app/database';
import type { Channel } from '@app/notifications';
import { User } from '@app/users';

export const MAX_USER_AGENT_LENGTH = 300;

/** One sign-in on one device. Its row is its life: without it, none of its tokens is good. */
@Entity('sessions')
@Index('ix_sessions_user', ['userId'])
@Index('ix_sessions_expires', ['expiresAt'])
export class Session {
  @IdColumn()
  id!: string;

  @IdReferenceColumn()
  userId!: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_sessions_user' })
  user?: User;

  @TextColumn({ length: MAX_USER_AGENT_LENGTH, nullable: true })
  userAgent!: string | null;

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn()
  lastUsedAt!: Date;

  /** When its last refresh token ends. */
  @MomentColumn()
  expiresAt!: Date;

  /** When a one-time code was last given in it; null when that was before these moments were stored, or never. */
  @MomentColumn({ nullable: true })
  codeProvedAt!: Date | null;

  /** What that code was sent by; null where it is not known. */
  @AsciiColumn({ length: 5, nullable: true })
  codeSentTo!: Channel | null;

  /** When the password was last given in it. */
  @MomentColumn({ nullable: true })
  passwordProvedAt!: Date | null;
}

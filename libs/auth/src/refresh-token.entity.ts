import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { AsciiColumn, IdReferenceColumn, MomentColumn } from '@app/database';
import { Session } from './session.entity.js';

/** A refresh token, known by its hash alone. Rotated ones are kept until they expire, to recognise their reuse. */
@Entity('refresh_tokens')
@Index('ix_refresh_tokens_session', ['sessionId'])
@Index('ix_refresh_tokens_expires', ['expiresAt'])
export class RefreshToken {
  /** SHA-256 in hexadecimal. */
  @AsciiColumn({ length: 64, primary: true })
  tokenHash!: string;

  @IdReferenceColumn()
  sessionId!: string;

  @ManyToOne(() => Session, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'sessionId', foreignKeyConstraintName: 'fk_refresh_tokens_session' })
  session?: Session;

  /** The token that replaced it, sealed so that only who holds this token can read it. */
  @AsciiColumn({ length: 255, nullable: true })
  successor!: string | null;

  @MomentColumn({ nullable: true })
  rotatedAt!: Date | null;

  @MomentColumn()
  createdAt!: Date;

  @MomentColumn()
  expiresAt!: Date;
}

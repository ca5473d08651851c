import { Entity, JoinColumn, ManyToOne } from 'typeorm';
import { AsciiColumn, IdReferenceColumn, MomentColumn } from '@app/database';
import { User } from '@app/users';

/** The optional second credential of a user, apart from the user's row so that no read of a user carries it. */
@Entity('passwords')
export class Password {
  @IdReferenceColumn({ primary: true })
  userId!: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_passwords_user' })
  user?: User;

  /** As `PasswordHashes` writes it. */
  @AsciiColumn({ length: 80 })
  hash!: string;

  @MomentColumn()
  updatedAt!: Date;
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '@app/clock';
import { hotQuery, readMomentOrNull } from '@app/database';
import { type Caller, USER_COLUMNS, type UserRow, readUser } from '@app/users';

const FIND_CALLER = `
  SELECT s.codeProvedAt AS codeProvedAt, s.codeSentTo AS codeSentTo, s.passwordProvedAt AS passwordProvedAt,
    ${USER_COLUMNS.map((column) => `u.${column} AS ${column}`).join(', ')}
  FROM sessions s JOIN users u ON u.id = s.userId
  WHERE s.id = ? AND s.userId = ? AND s.expiresAt > ?`;

type CallerRow = UserRow & Record<'codeProvedAt' | 'passwordProvedAt', unknown> & Pick<Caller, 'codeSentTo'>;

/** Finds who holds a token. */
@Injectable()
export class CallersRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks for the session and its user in one round trip, every time: so a sign-out, an erased account or a changed
   * profile holds at once on every instance, and the route that follows has its user already.
   */
  async findCaller(userId: string, sessionId: string): Promise<Caller | null> {
    const [row] = await hotQuery<CallerRow>(this.dataSource, FIND_CALLER, [sessionId, userId, this.clock.now()]);
    if (!row) return null;
    return {
      user: readUser(row),
      sessionId,
      codeProvedAt: readMomentOrNull(row.codeProvedAt),
      codeSentTo: row.codeSentTo,
      passwordProvedAt: readMomentOrNull(row.passwordProvedAt),
    };
  }
}

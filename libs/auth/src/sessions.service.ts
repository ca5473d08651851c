import { Injectable } from '@nestjs/common';
import {
  DataSource,
  type EntityManager,
  type FindOptionsWhere,
  In,
  IsNull,
  LessThanOrEqual,
  MoreThan,
  Not,
} from 'typeorm';
import { type SessionEnd, SecurityEvents, type SignInMethod } from '@app/audit';
import { Clock } from '@app/clock';
import { afterCommit, isId, newId, transact } from '@app/database';
import { AppError, CommonErrors } from '@app/http';
import { identifyCaller } from '@app/observability';
import { type Caller, type SessionProofs, User, lockUser } from '@app/users';
import { ACCESS_TOKEN_SECONDS, AccessTokens } from './access-tokens.js';
import { AuthErrors } from './auth.errors.js';
import { RefreshToken } from './refresh-token.entity.js';
import { RefreshTokensService } from './refresh-tokens.service.js';
import { MAX_USER_AGENT_LENGTH, Session } from './session.entity.js';

const PURGE_BATCH = 500;
/** Of one account. The next sign-in ends the oldest. */
export const MAX_SESSIONS = 20;

export interface TokenPair {
  token: string;
  refreshToken: string;
  /** Seconds until the access token expires. */
  expiresIn: number;
}

/** Sign-ins and their tokens. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokensService,
    private readonly securityEvents: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  /** Whether a user who signs in now has no session on such a device. */
  async isNewDevice(manager: EntityManager, userId: string, userAgent: string | undefined): Promise<boolean> {
    return !(await manager.existsBy(Session, { userId, userAgent: fitUserAgent(userAgent) ?? IsNull() }));
  }

  /**
   * Opens a session inside the transaction that signs the user in, and ends the account's oldest beyond MAX_SESSIONS.
   *
   * The user's row is locked first, so that simultaneous sign-ins see each other's sessions, and disabling the account
   * either sees the new session or is seen here.
   *
   * @param method what the user signs in with
   * @throws AppError ACCOUNT_DISABLED
   */
  async openSession(
    manager: EntityManager,
    userId: string,
    userAgent: string | undefined,
    method: SignInMethod,
  ): Promise<TokenPair> {
    await lockUser(manager, userId);
    const now = this.clock.now();
    const session = {
      id: newId(),
      userId,
      userAgent: fitUserAgent(userAgent),
      createdAt: now,
      lastUsedAt: now,
      expiresAt: this.refreshTokens.expiry(now),
      ...proofColumns(method, now),
    };
    await manager.insert(Session, session);
    const isDisabled = (await manager.countBy(User, { id: userId, disabledAt: Not(IsNull()) })) > 0;
    if (isDisabled) throw new AppError(AuthErrors.ACCOUNT_DISABLED, { userId });
    await this.endOldestSessions(manager, userId);
    await this.securityEvents.record(manager, { event: 'sign-in', method }, { userId, sessionId: session.id });
    afterCommit(manager, () => identifyCaller({ accountId: userId, sessionId: session.id }));
    return this.pair(session, await this.refreshTokens.issue(manager, session));
  }

  /**
   * Exchanges a refresh token for a new pair.
   *
   * Of simultaneous exchanges one makes the successor and the others, within the grace time, are given the same one, or
   * the newest when that was exchanged too. Later, a successor that was never used was lost on its way and is replaced.
   * A token whose successor was used, and one that was replaced, is in the wrong hands, or was: its whole session ends.
   *
   * @throws AppError INVALID_REFRESH_TOKEN
   */
  async refresh(refreshToken: string): Promise<TokenPair> {
    const exchange = await this.refreshTokens.exchange(refreshToken);
    switch (exchange.kind) {
      case 'exchanged':
        identifyCaller({ accountId: exchange.session.userId, sessionId: exchange.session.id });
        return this.pair(exchange.session, exchange.secret);
      case 'reused':
        await this.endReused(exchange.sessionId);
        throw new AppError(AuthErrors.INVALID_REFRESH_TOKEN, { reusedSessionId: exchange.sessionId });
      case 'unknown':
        throw new AppError(AuthErrors.INVALID_REFRESH_TOKEN);
    }
  }

  /** The user's live sessions, the most recently used first. */
  listSessions(userId: string): Promise<Session[]> {
    return this.dataSource.getRepository(Session).find({
      where: { userId, expiresAt: MoreThan(this.clock.now()) },
      order: { lastUsedAt: 'DESC' },
      take: MAX_SESSIONS,
    });
  }

  /** @throws AppError SESSION_NOT_FOUND when the user has no such session */
  async endSession(userId: string, sessionId: string): Promise<void> {
    const ended = isId(sessionId) ? await this.end({ id: sessionId, userId }, 'ended-by-user') : 0;
    if (ended === 0) throw new AppError(AuthErrors.SESSION_NOT_FOUND, { sessionId });
  }

  /**
   * Stores that the caller has just proved again who they are.
   *
   * @throws AppError UNAUTHORIZED when the session has just ended
   */
  async noteProof({ user, sessionId }: Caller, method: SignInMethod): Promise<void> {
    await transact(this.dataSource, async (manager) => {
      const proof = proofColumns(method, this.clock.now());
      const { affected } = await manager.update(Session, { id: sessionId, userId: user.id }, proof);
      if (!affected) throw new AppError(CommonErrors.UNAUTHORIZED);
      await this.securityEvents.record(manager, { event: 'reauthentication', method }, { userId: user.id, sessionId });
    });
  }

  /** Ends the caller's own session; that another call has just ended it is as good. */
  async signOut({ user, sessionId }: Caller): Promise<void> {
    await this.end({ id: sessionId, userId: user.id }, 'sign-out');
  }

  async endAllSessions(userId: string): Promise<void> {
    await transact(
      this.dataSource,
      (manager) => this.endSessionsWithin(manager, userId, 'ended-by-user'),
      `user:${userId}`,
    );
  }

  countSessions(userId: string): Promise<number> {
    return this.dataSource.getRepository(Session).countBy({ userId, expiresAt: MoreThan(this.clock.now()) });
  }

  /** Like `endAllSessions`, inside the transaction that keeps the reason. */
  async endSessionsWithin(manager: EntityManager, userId: string, reason: SessionEnd): Promise<void> {
    await this.endWithin(manager, { userId }, reason);
  }

  /** Ends the sessions that somebody else may have opened, inside the transaction that changes a credential. */
  async endOtherSessions(manager: EntityManager, userId: string, sessionId: string): Promise<void> {
    await this.endWithin(manager, { userId, id: Not(sessionId) }, 'credential-changed');
  }

  /** Removes what no token can reach any more, in small batches. */
  async purgeExpired(): Promise<void> {
    const options = { where: { expiresAt: LessThanOrEqual(this.clock.now()) }, take: PURGE_BATCH };
    for (;;) {
      const sessions = await this.dataSource.getRepository(Session).find({ ...options, select: { id: true } });
      if (sessions.length === 0) break;
      await transact(this.dataSource, (manager) => manager.delete(Session, { id: In(sessions.map(({ id }) => id)) }));
    }
    for (;;) {
      const tokens = await this.dataSource
        .getRepository(RefreshToken)
        .find({ ...options, select: { tokenHash: true } });
      if (tokens.length === 0) break;
      const hashes = tokens.map(({ tokenHash }) => tokenHash);
      await transact(this.dataSource, (manager) => manager.delete(RefreshToken, { tokenHash: In(hashes) }));
    }
  }

  private async endOldestSessions(manager: EntityManager, userId: string): Promise<void> {
    const sessions = await manager.find(Session, {
      select: { id: true },
      where: { userId, expiresAt: MoreThan(this.clock.now()) },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    const oldest = sessions.slice(MAX_SESSIONS).map(({ id }) => id);
    if (oldest.length > 0) await this.endWithin(manager, { id: In(oldest) }, 'session-limit');
  }

  /** Ends the session of a refresh token that was used a second time. */
  private async endReused(sessionId: string): Promise<void> {
    await transact(
      this.dataSource,
      async (manager) => {
        const session = await manager.findOneBy(Session, { id: sessionId });
        if (!session) return;
        const { userId } = session;
        // Of simultaneous uses one ends the session, and records it.
        const count = await this.endWithin(manager, { id: sessionId }, 'token-reused');
        if (count === 0) return;
        await this.securityEvents.record(manager, { event: 'refresh-token-reused' }, { userId, sessionId });
      },
      `session:${sessionId}`,
    );
  }

  /** A sign-out may collide with an exchange, which locks in another order, and is run again. */
  private end(which: { id: string; userId: string }, reason: SessionEnd): Promise<number> {
    const work = (manager: EntityManager): Promise<number> => this.endWithin(manager, which, reason);
    return transact(this.dataSource, work, `session:${which.id}`);
  }

  /**
   * Deletes sessions and, by their foreign key, their tokens. One by one, so that of simultaneous calls one records the end.
   *
   * @returns how many this call ended
   */
  private async endWithin(
    manager: EntityManager,
    where: FindOptionsWhere<Session>,
    reason: SessionEnd,
  ): Promise<number> {
    const sessions = await manager.find(Session, { select: { id: true, userId: true }, where, order: { id: 'ASC' } });
    let count = 0;
    for (const { id, userId } of sessions) {
      const { affected } = await manager.delete(Session, { id });
      if (!affected) continue;
      count += 1;
      await this.securityEvents.record(manager, { event: 'session-ended', method: reason }, { userId, sessionId: id });
    }
    return count;
  }

  private pair(session: { id: string; userId: string }, refreshToken: string): TokenPair {
    const token = this.accessTokens.issue(session.userId, session.id);
    return { token, refreshToken, expiresIn: ACCESS_TOKEN_SECONDS };
  }
}

/** The columns that store a proof. */
function proofColumns(method: SignInMethod, now: Date): Partial<SessionProofs> {
  if (method === 'password') return { passwordProvedAt: now };
  return { codeProvedAt: now, codeSentTo: method === 'email-code' ? 'email' : 'sms' };
}

function fitUserAgent(userAgent: string | undefined): string | null {
  return userAgent ? [...userAgent.toWellFormed()].slice(0, MAX_USER_AGENT_LENGTH).join('') : null;
}

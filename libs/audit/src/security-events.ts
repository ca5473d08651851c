import { createHmac } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThanOrEqual } from 'typeorm';
import { Clock } from '@app/clock';
import { type DerivedKeys, Settings, deriveKeys } from '@app/config';
import { afterCommit, deleteInBatches, firstIdAt, newId } from '@app/database';
import { AppError, type RequestLimit, RequestLimits } from '@app/http';
import { Metrics } from '@app/observability';
import { SecurityEvent } from './security-event.entity.js';

const DAY_MS = 86_400_000;
const RETENTION_MS = 180 * DAY_MS;
/** Failures whose rows are still to be written. Beyond this many only the log has them. */
const MAX_PENDING = 200;
/** Rows of failures of one account. Anybody can cause them, so that there must be an end to them. */
const STORED_FAILURES: RequestLimit = { name: 'day', max: 100, windowSeconds: 86_400 };
/** Rows of one event of one account in a day. Its owner, or whoever has its link, can cause them without end. */
const MAX_STORED_A_DAY = 200;
/** Of the hash of a contact, in the log: enough to tell two apart. */
const CONTACT_BYTES = 9;
const PAGE_SIZE = 500;

type Outcome = 'success' | 'failure' | 'refused';
type RowFacts = Omit<SecurityEventFacts, 'method'> & { method?: string | null };

/** How somebody proved, or tried to prove, who they are. */
export type SignInMethod = 'sms-code' | 'email-code' | 'password';

/** Why a session ended. */
export type SessionEnd =
  | 'sign-out'
  | 'ended-by-user'
  | 'credential-changed'
  | 'session-limit'
  | 'token-reused'
  | 'lock-link'
  | 'account-disabled'
  | 'ended-by-admin';

/** What is recorded, and for each event what its method says. */
export type SecurityEventFacts =
  | { event: 'sign-in' | 'reauthentication'; method: SignInMethod }
  | { event: 'session-ended'; method: SessionEnd }
  | { event: 'email-confirmed' | 'phone-changed'; method: 'sms-code' | 'email-code' }
  | {
      event:
        | 'refresh-token-reused'
        | 'password-set'
        | 'password-replaced'
        | 'password-removed'
        | 'email-changed'
        | 'account-locked'
        | 'account-erased';
      method?: undefined;
    }
  /** The method is the act, such as `user.disabled`. Its row is in the audit log, not here. */
  | { event: 'admin-act'; method: string };

export type SecurityEventName = SecurityEventFacts['event'];

/** Whose account and session it was. */
interface Subject {
  userId: string;
  sessionId?: string | null;
}

/** Whose account somebody named who is not signed in. */
interface NamedAccount {
  /** The phone number or the e-mail address, as it is stored. */
  contact: string;
  findUserId: () => Promise<string | null>;
}

/**
 * The record of what concerns the security of accounts: a line in the log, a count in the metrics and, where there is an
 * account, a row that the account's export shows. None of them holds a contact, a code or a token.
 */
@Injectable()
export class SecurityEvents implements OnModuleDestroy {
  private readonly logger = new Logger('Security');
  private readonly contactKeys: DerivedKeys;
  private readonly pending = new Set<Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly limits: RequestLimits,
    settings: Settings,
  ) {
    this.contactKeys = deriveKeys(settings, 'carqr contact in a security event');
  }

  /**
   * Records what succeeded, inside its transaction: the row is committed with the change, the log follows. Beyond 200 rows
   * of one event in a day, an account's further ones are only logged and counted.
   */
  async record(manager: EntityManager, facts: SecurityEventFacts, subject: Subject): Promise<void> {
    const row = this.row(facts, 'success', subject);
    if (await this.mayStore(manager, row)) await manager.insert(SecurityEvent, row);
    this.announceAfterCommit(manager, facts, subject);
  }

  /** Like `record`, for what has its row in a table of its own. */
  announceAfterCommit(
    manager: EntityManager,
    facts: SecurityEventFacts,
    { userId, ...ids }: { userId: string | null; sessionId?: string | null; subject?: string },
  ): void {
    afterCommit(manager, () => this.announce(facts, 'success', { accountId: userId, ...ids }));
  }

  /**
   * Runs an attempt, and records it if it fails; one that was refused is only logged and counted. The row is written later,
   * so that how long a response takes does not tell whether there is an account.
   *
   * @throws whatever the attempt throws
   */
  async attempt<T>(facts: SecurityEventFacts, who: Subject | NamedAccount, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.recordFailure(facts, who, error);
      throw error;
    }
  }

  /** Rows older than 180 days are deleted, in small batches. */
  purge(): Promise<void> {
    const before = firstIdAt(new Date(this.clock.nowMs() - RETENTION_MS));
    return deleteInBatches(this.dataSource, 'security_events', 'id < ? ORDER BY id', [before]);
  }

  /** An account's events, oldest first, as its export shows them. */
  async *listOf(userId: string): AsyncGenerator<object> {
    let after = '';
    for (;;) {
      const rows = await this.dataSource
        .getRepository(SecurityEvent)
        .createQueryBuilder('event')
        .where('event.userId = :userId AND event.id > :after', { userId, after })
        .orderBy('event.id')
        .limit(PAGE_SIZE)
        .getMany();
      for (const { event, outcome, method, sessionId, at } of rows) yield { event, outcome, method, sessionId, at };
      const last = rows.at(-1);
      if (!last || rows.length < PAGE_SIZE) return;
      after = last.id;
    }
  }

  /** Resolves when no row is left to be written. */
  async drain(): Promise<void> {
    await Promise.all(this.pending);
  }

  onModuleDestroy(): Promise<void> {
    return this.drain();
  }

  /** Takes no lock: simultaneous events may store a few rows more. */
  private async mayStore(manager: EntityManager, { userId, event, outcome, at }: SecurityEvent): Promise<boolean> {
    const id = MoreThanOrEqual(firstIdAt(new Date(at.getTime() - DAY_MS)));
    return (await manager.countBy(SecurityEvent, { userId, event, outcome, id })) < MAX_STORED_A_DAY;
  }

  private recordFailure(facts: SecurityEventFacts, who: Subject | NamedAccount, error: unknown): void {
    const code = error instanceof AppError ? error.definition.code : 'INTERNAL_ERROR';
    const named =
      'userId' in who ? { accountId: who.userId, sessionId: who.sessionId } : { contact: this.hide(who.contact) };
    const outcome = isRefused(error) ? 'refused' : 'failure';
    this.announce(facts, outcome, { ...named, code });
    if (outcome === 'refused' || this.pending.size >= MAX_PENDING) return;
    const at = this.clock.now();
    const writing = this.writeFailure(facts, who, at)
      .catch((reason: unknown) => this.logger.warn('A security event was not stored; the log has it.', reason))
      .finally(() => this.pending.delete(writing));
    this.pending.add(writing);
  }

  private async writeFailure(facts: SecurityEventFacts, who: Subject | NamedAccount, at: Date): Promise<void> {
    await nextTurn();
    const userId = 'userId' in who ? who.userId : await who.findUserId();
    if (userId === null) return;
    const { isAllowed } = await this.limits.count(`security-failures:${userId}`, [STORED_FAILURES]);
    if (!isAllowed) return;
    const sessionId = 'userId' in who ? (who.sessionId ?? null) : null;
    const row = { ...this.row(facts, 'failure', { userId, sessionId }), at };
    await this.dataSource.getRepository(SecurityEvent).insert(row);
  }

  private row({ event, method = null }: RowFacts, outcome: Outcome, subject: Subject): SecurityEvent {
    const at = this.clock.now();
    const { userId, sessionId = null } = subject;
    return { id: newId(at.getTime()), userId, sessionId, event, outcome, method, at };
  }

  private announce({ event, method }: SecurityEventFacts, outcome: Outcome, fields: object): void {
    this.metrics.securityEvent(event, outcome);
    this.logger.log({ event, outcome, ...(method !== undefined && { method }), ...fields, msg: 'security event' });
  }

  private hide(contact: string): string {
    return createHmac('sha256', this.contactKeys[0]).update(contact).digest().toString('base64url', 0, CONTACT_BYTES);
  }
}

/** Whether an attempt ended for a reason that says nothing about its code or password: a limit, an outage, a taken address. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof AppError)) return true;
  const { status } = error.definition;
  return status === 409 || status === 429 || status >= 500;
}

import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import { transact } from '@app/database';
import { hashRefreshSecret, newRefreshSecret, openSuccessor, sealSuccessor } from './refresh-secret.js';
import { RefreshToken } from './refresh-token.entity.js';
import { Session } from './session.entity.js';

const DAY_MS = 86_400_000;
const REFRESH_TOKEN_MS = 7 * DAY_MS;
/** From its sign-in, however often it is refreshed. */
const MAX_SESSION_MS = 180 * DAY_MS;
/** Other instances can change a token between a read and its claim, each time only once or twice. */
const MAX_ATTEMPTS = 5;

/** A token and the session it belongs to, as read without a lock. */
type KnownToken = RefreshToken & { session: Session };

export type Exchange =
  { kind: 'exchanged'; secret: string; session: Session } | { kind: 'unknown' } | { kind: 'reused'; sessionId: string };

/** Issues refresh tokens and exchanges each for its successor. */
@Injectable()
export class RefreshTokensService {
  /** Exchanges under way in this process, by the hash of their token. */
  private readonly underWay = new Map<string, Promise<Exchange>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * When a token that is issued now expires.
   *
   * @param signedInAt when its session began
   */
  expiry(signedInAt: Date): Date {
    return new Date(Math.min(this.clock.nowMs() + REFRESH_TOKEN_MS, signedInAt.getTime() + MAX_SESSION_MS));
  }

  /** Issues a token inside the transaction that opens or continues the session. */
  async issue(
    manager: EntityManager,
    { id, createdAt }: Pick<Session, 'id' | 'createdAt'>,
    secret = newRefreshSecret(),
  ): Promise<string> {
    await manager.insert(RefreshToken, {
      tokenHash: hashRefreshSecret(secret),
      sessionId: id,
      successor: null,
      rotatedAt: null,
      createdAt: this.clock.now(),
      expiresAt: this.expiry(createdAt),
    });
    return secret;
  }

  /** Simultaneous exchanges of one token share one result, and so one database connection per instance. */
  exchange(secret: string): Promise<Exchange> {
    const tokenHash = hashRefreshSecret(secret);
    const known = this.underWay.get(tokenHash);
    if (known) return known;
    const exchange = this.exchangeAlone(secret, tokenHash).finally(() => this.underWay.delete(tokenHash));
    this.underWay.set(tokenHash, exchange);
    return exchange;
  }

  private async exchangeAlone(secret: string, tokenHash: string): Promise<Exchange> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const token = await this.find(tokenHash);
      if (!token || this.isOver(token)) return { kind: 'unknown' };
      const exchange =
        token.rotatedAt === null ? await this.rotate(secret, token) : await this.exchangeRotated(secret, token);
      if (exchange) return exchange;
    }
    throw new Error('A refresh token changed at every attempt to exchange it.');
  }

  /** @returns null when another instance was faster */
  private rotate(secret: string, { tokenHash, session }: KnownToken): Promise<Exchange | null> {
    const successor = newRefreshSecret();
    return transact(this.dataSource, async (manager) => {
      const change = { rotatedAt: this.clock.now(), successor: sealSuccessor(secret, successor) };
      const claim = await manager.update(RefreshToken, { tokenHash, rotatedAt: IsNull() }, change);
      return claim.affected === 1 ? this.continueSession(manager, session, successor) : null;
    });
  }

  /** @returns null when another instance changed the token meanwhile */
  private async exchangeRotated(secret: string, token: KnownToken): Promise<Exchange | null> {
    const { session, sessionId, rotatedAt, successor: sealed } = token;
    // A replaced token has no successor: its holder and the holder of its predecessor are two parties.
    if (sealed === null) return { kind: 'reused', sessionId };
    const graceEndMs = (rotatedAt?.getTime() ?? 0) + this.settings.refreshGraceSeconds * 1000;
    if (this.clock.nowMs() <= graceEndMs) {
      return { kind: 'exchanged', secret: await this.findNewestSecret(secret, sealed), session };
    }
    const replaced = await this.replaceSuccessor(secret, sealed, token);
    if (replaced) return replaced;
    // The successor was used, unless another instance has just replaced it. That changes both tokens in one commit.
    const now = await this.find(token.tokenHash);
    return now?.successor === sealed ? { kind: 'reused', sessionId } : null;
  }

  /**
   * Issues another successor in place of one that was never used, because the response with it was lost.
   *
   * @returns null when the successor was used or replaced
   */
  private replaceSuccessor(secret: string, sealed: string, token: KnownToken): Promise<Exchange | null> {
    const { tokenHash, session } = token;
    const lost = hashRefreshSecret(openSuccessor(secret, sealed));
    const successor = newRefreshSecret();
    return transact(this.dataSource, async (manager) => {
      const rotatedAt = this.clock.now();
      const claim = await manager.update(RefreshToken, { tokenHash: lost, rotatedAt: IsNull() }, { rotatedAt });
      if (claim.affected !== 1) return null;
      await manager.update(RefreshToken, { tokenHash }, { rotatedAt, successor: sealSuccessor(secret, successor) });
      return this.continueSession(manager, session, successor);
    });
  }

  private async continueSession(manager: EntityManager, session: Session, secret: string): Promise<Exchange> {
    const change = { lastUsedAt: this.clock.now(), expiresAt: this.expiry(session.createdAt) };
    await manager.update(Session, { id: session.id }, change);
    await this.issue(manager, session, secret);
    return { kind: 'exchanged', secret, session };
  }

  /** Sessions from before there was a longest life have tokens that outlive it. */
  private isOver({ expiresAt, session }: KnownToken): boolean {
    const now = this.clock.now();
    return expiresAt <= now || this.expiry(session.createdAt) <= now;
  }

  /** Follows exchanges that came close upon each other to the token that is still to be exchanged. */
  private async findNewestSecret(secret: string, sealed: string): Promise<string> {
    const successor = openSuccessor(secret, sealed);
    const token = await this.find(hashRefreshSecret(successor));
    return token?.successor ? this.findNewestSecret(successor, token.successor) : successor;
  }

  private find(tokenHash: string): Promise<KnownToken | null> {
    const options = { where: { tokenHash }, relations: { session: true } };
    return this.dataSource.getRepository(RefreshToken).findOne(options) as Promise<KnownToken | null>;
  }
}

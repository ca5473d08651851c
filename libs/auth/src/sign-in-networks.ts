import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { newId } from '@app/database';
import { networkOf } from '@app/http';
import { KeyValueStore } from '@app/redis';
import { Keys } from './keys.js';

const MAX_NETWORKS = 10;
const KEPT_SECONDS = 90 * 86_400;

/** The networks from which an account was signed in to lately, as keyed hashes. Losing them costs no sign-in. */
@Injectable()
export class SignInNetworks {
  private readonly logger = new Logger(SignInNetworks.name);

  constructor(
    private readonly store: KeyValueStore,
    private readonly keys: Keys,
  ) {}

  /** @param userId null where there is no account, which costs the same */
  async isKnown(userId: string | null, ip: string): Promise<boolean> {
    const accountId = userId ?? newId();
    const kept = await this.read(accountId);
    return this.keys.signInNetwork.some((key) => kept.includes(hashNetwork(key, accountId, ip)));
  }

  /** Never fails: without it the next code from there counts like a stranger's. */
  async remember(userId: string, ip: string): Promise<void> {
    try {
      // Another sign-in may change the list between the two; the second try has seen it.
      if (!(await this.prepend(userId, ip))) await this.prepend(userId, ip);
    } catch (error) {
      this.logger.warn(
        'The network of a sign-in was not stored; codes requested from there count as a stranger’s.',
        error,
      );
    }
  }

  /** @returns false when the list was changed by somebody else meanwhile */
  private async prepend(userId: string, ip: string): Promise<boolean> {
    const key = storeKey(userId);
    const hash = hashNetwork(this.keys.signInNetwork[0], userId, ip);
    const kept = await this.store.get(key);
    const others = (kept?.split(' ') ?? []).filter((other) => other !== hash);
    const list = [hash, ...others].slice(0, MAX_NETWORKS).join(' ');
    return kept === null
      ? this.store.setIfAbsent(key, list, KEPT_SECONDS)
      : this.store.replaceIf(key, kept, list, KEPT_SECONDS);
  }

  private async read(userId: string): Promise<string[]> {
    return (await this.store.get(storeKey(userId)))?.split(' ') ?? [];
  }
}

/** With the account in it, so that the same network can't be recognised across accounts. */
function hashNetwork(key: KeyObject, userId: string, ip: string): string {
  return createHmac('sha256', key)
    .update(`${userId}\n${networkOf(ip)}`)
    .digest('base64url');
}

function storeKey(userId: string): string {
  return `otp:networks:${userId}`;
}

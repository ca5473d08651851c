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
      const hash = hashNetwork(this.keys.signInNetwork[0], userId, ip);
      const others = (await this.read(userId)).filter((other) => other !== hash);
      await this.store.set(storeKey(userId), [hash, ...others].slice(0, MAX_NETWORKS).join(' '), KEPT_SECONDS);
    } catch (error) {
      this.logger.warn(
        'The network of a sign-in was not stored; codes requested from there count as a stranger’s.',
        error,
      );
    }
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

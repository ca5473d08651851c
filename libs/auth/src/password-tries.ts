import { Injectable } from '@nestjs/common';
import { type CountedRequest, RequestLimits } from '@app/http';
import { PASSWORD_TRIES, PASSWORD_TRIES_PER_DAY } from './auth.limits.js';
import { SignInNetworks } from './sign-in-networks.js';

const LIMITS = [PASSWORD_TRIES, PASSWORD_TRIES_PER_DAY];

/** How often a password may be tried. */
@Injectable()
export class PasswordTries {
  constructor(
    private readonly limits: RequestLimits,
    private readonly networks: SignInNetworks,
  ) {}

  /**
   * Counts a sign-in of an account, however the account is named. Networks that signed in to it before have a count of
   * their own, so that strangers can't lock its owner out.
   *
   * @param userId null where there is no account, which is limited just the same
   * @param name what the account was named
   * @throws AppError RATE_LIMITED
   */
  async countSignIn(userId: string | null, name: string, ip: string): Promise<CountedRequest> {
    const isKnown = await this.networks.isKnown(userId, ip);
    return this.limits.require(`${isKnown ? 'password-known' : 'password'}:${userId ?? name}`, LIMITS);
  }

  /**
   * Counts a change by somebody who is signed in, whether it succeeds or not: hashing takes a thread that files and names
   * need too. Sign-ins don't count here, so that strangers can't keep the owner from this.
   *
   * @throws AppError RATE_LIMITED
   */
  async countChange(userId: string): Promise<void> {
    await this.limits.require(`password-change:${userId}`, LIMITS);
  }
}

import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '@app/audit';
import { Clock } from '@app/clock';
import { openSealed, seal, Settings } from '@app/config';
import { AppError, type CountedRequest, Phones, RequestLimits, invalidFields } from '@app/http';
import { KeyValueStore } from '@app/redis';
import { AccountNotices, type Caller, OwnerChanges, type User, UserErrors, UsersService, lockCaller } from '@app/users';
import type { ChangePhone, VerifyPhone } from './auth.dto.js';
import { AuthErrors } from './auth.errors.js';
import { OTP_REQUESTS_PER_DAY, OTP_REQUESTS_PER_HOUR } from './auth.limits.js';
import { Keys } from './keys.js';
import { OtpService } from './otp.service.js';
import { SessionsService } from './sessions.service.js';
import { SmsCodes } from './sms-codes.js';

/**
 * Moves an account to another phone number.
 *
 * Whether the number has an account is not even looked up before the right code proves that the caller holds it.
 */
@Injectable()
export class PhoneChanges {
  constructor(
    private readonly users: UsersService,
    private readonly securityEvents: SecurityEvents,
    private readonly sessions: SessionsService,
    private readonly ownerChanges: OwnerChanges,
    private readonly accountNotices: AccountNotices,
    private readonly otp: OtpService,
    private readonly smsCodes: SmsCodes,
    private readonly phones: Phones,
    private readonly limits: RequestLimits,
    private readonly store: KeyValueStore,
    private readonly keys: Keys,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a code to the new number. It counts among the strangers' requests for that number, and is good in the caller's
   * session alone: it does not sign in.
   *
   * @returns the session that the code is bound to
   * @throws AppError INVALID_PHONE, VALIDATION_FAILED, RATE_LIMITED, SERVICE_UNAVAILABLE, and an error for which
   *   `isSmsUnavailable` is true
   */
  async requestCode({ user, sessionId }: Caller, { phone, appHash }: ChangePhone): Promise<string> {
    const to = this.phones.parse(phone);
    this.smsCodes.requireMobile(to);
    if (to === user.phone) throw invalidFields({ field: 'phone', message: 'phone must not be the present number' });
    const requests = await this.countRequests(user.id, to);
    const send = async (code: string): Promise<void> => {
      try {
        // The budget for new numbers also where there is an account: otherwise a used-up budget would tell.
        await this.smsCodes.send({ to, code, hasAccount: false, appHash });
      } catch (error) {
        await Promise.all(requests.map((request) => request.giveBack()));
        throw error;
      }
    };
    const sent = await this.otp.makeCode(recipientOf(sessionId, to), { send, phone: to });
    const key = storeKey(sessionId, sent.sessionId);
    await this.store.set(key, seal(this.keys.newPhone[0], to), this.settings.otp.ttlSeconds);
    return sent.sessionId;
  }

  /**
   * Gives the account the number that the code was sent to, tells the account, and ends its other sessions.
   *
   * @throws AppError INVALID_OTP; PHONE_TAKEN, which uses the code up; UNAUTHORIZED when the session has ended meanwhile
   */
  async confirm(caller: Caller, { otp, sessionId: otpSessionId }: VerifyPhone): Promise<User> {
    const { user, sessionId } = caller;
    const sealed = await this.store.get(storeKey(sessionId, otpSessionId));
    if (sealed === null) throw new AppError(AuthErrors.INVALID_OTP);
    const phone = openSealed(this.keys.newPhone, sealed);
    const facts = { event: 'phone-changed', method: 'sms-code' } as const;
    const subject = { userId: user.id, sessionId };
    const used = await this.securityEvents.attempt(facts, subject, () =>
      this.otp.useCode(recipientOf(sessionId, phone), otpSessionId, otp),
    );
    try {
      await this.ownerChanges.run(user.id, async (manager) => {
        const before = await lockCaller(manager, caller);
        const at = this.clock.now();
        await this.users.changePhone(manager, before, { phone, at, proofs: caller });
        await this.securityEvents.record(manager, facts, subject);
        await this.sessions.endOtherSessions(manager, user.id, sessionId);
        await this.accountNotices.tell(manager, before, 'phone-changed', at, [{ channel: 'sms', to: phone }]);
      });
    } catch (error) {
      if (!isPhoneTaken(error)) await used.restore();
      throw error;
    }
    return this.users.getCaller(user.id);
  }

  /** @returns the requests for the account and for the number, neither of which counts when the other one is refused */
  private async countRequests(userId: string, phone: string): Promise<CountedRequest[]> {
    const ofAccount = await this.limits.require(`phone-codes:${userId}`, [OTP_REQUESTS_PER_HOUR, OTP_REQUESTS_PER_DAY]);
    try {
      return [ofAccount, await this.otp.countRequest(phone)];
    } catch (error) {
      await ofAccount.giveBack();
      throw error;
    }
  }
}

/** A code is good for one session and one number: it can't sign in, and no other session can use it. */
function recipientOf(sessionId: string, phone: string): string {
  return `${sessionId} ${phone}`;
}

function storeKey(sessionId: string, otpSessionId: string): string {
  return `new-phone:${sessionId}:${otpSessionId}`;
}

function isPhoneTaken(error: unknown): boolean {
  return error instanceof AppError && error.definition === UserErrors.PHONE_TAKEN;
}

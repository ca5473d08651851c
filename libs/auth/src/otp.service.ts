import { type KeyObject, createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import { newId } from '@app/database';
import { AppError, type CountedRequest, type RequestLimit, RequestLimits } from '@app/http';
import { KeyValueStore } from '@app/redis';
import { AuthErrors } from './auth.errors.js';
import { OTP_REQUESTS_PER_DAY, OTP_REQUESTS_PER_HOUR } from './auth.limits.js';
import { Keys } from './keys.js';
import { OtpRecords } from './otp-records.js';

const MAX_TRIES = 5;
export const OTP_DIGITS = 6;

/** Hands a code over to whoever carries it to its recipient; fails when that cannot be done. */
export type SendCode = (code: string) => Promise<void>;

export interface CodeOptions {
  /** False when the account was signed in to from the caller's network before: such requests count apart. */
  isStranger?: boolean;
  /** Called before the code is stored. */
  send?: SendCode;
  /** The number that the code is sent to, when that is only a part of the recipient's name. */
  phone?: string;
}

/** A code that was good, and is now used up. */
export interface UsedCode {
  /** Makes the code good again for the time it had left, unless newer ones have taken its place. */
  restore(): Promise<void>;
}

/** One-time codes: made, kept as keyed hashes in the shared store, and used once however many try at once. */
@Injectable()
export class OtpService {
  constructor(
    private readonly store: KeyValueStore,
    private readonly records: OtpRecords,
    private readonly limits: RequestLimits,
    private readonly keys: Keys,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a code for a recipient. Up to three are good side by side, each in its own session.
   *
   * A code that could not be sent was never made: the request is not counted, and the codes before are as good as they were.
   *
   * @param recipient the E.164 number or the e-mail address that the code is sent to
   * @throws AppError RATE_LIMITED when the recipient has been sent too many, and whatever `send` throws
   */
  async createCode(
    recipient: string,
    { isStranger = true, send }: CodeOptions = {},
  ): Promise<{ sessionId: string; code: string }> {
    const request = await this.countRequest(isStranger ? recipient : `known ${recipient}`);
    const sendOrGiveBack: SendCode = async (code) => {
      try {
        await send?.(code);
      } catch (error) {
        await request.giveBack();
        throw error;
      }
    };
    return this.makeCode(recipient, { isStranger, send: sendOrGiveBack });
  }

  /** @throws AppError RATE_LIMITED when too many codes were asked for in this name */
  countRequest(name: string): Promise<CountedRequest> {
    return this.limits.require(`otp:${name}`, this.requestLimits());
  }

  /** Like `createCode`, for a request that was counted otherwise. */
  async makeCode(
    recipient: string,
    { isStranger = true, send, phone = recipient }: CodeOptions = {},
  ): Promise<{ sessionId: string; code: string }> {
    const sessionId = newId();
    const code = this.settings.otp.testNumbers.get(phone) ?? randomCode();
    await send?.(code);
    await this.records.add(recipient, {
      sessionId,
      hash: hashCode(this.keys.oneTimeCode[0], recipient, sessionId, code).toString('base64'),
      expiresAtMs: this.clock.nowMs() + this.settings.otp.ttlSeconds * 1000,
      isStranger,
    });
    return { sessionId, code };
  }

  /**
   * The session of a recipient's newest code, for a caller who has proved otherwise that it may be theirs; null when that
   * code is used up, since an older one must not take its place.
   */
  async findSession(recipient: string): Promise<string | null> {
    const newest = (await this.records.read(recipient)).records.at(-1);
    return newest && !newest.usedBy ? newest.sessionId : null;
  }

  /** Which of several recipients the code of a session was sent to; null when it was none of them. */
  async findRecipient(recipients: readonly string[], sessionId: string): Promise<string | null> {
    for (const recipient of recipients) {
      const { records } = await this.records.read(recipient);
      if (records.some((record) => record.sessionId === sessionId)) return recipient;
    }
    return null;
  }

  /**
   * Uses a code up.
   *
   * A try is counted before the code is compared, so that simultaneous guesses cannot share one; replacing the very
   * record that was compared decides who has used it. A stranger who does not know the session cannot burn the code.
   *
   * @throws AppError INVALID_OTP whatever is wrong
   */
  async useCode(recipient: string, sessionId: string, code: string): Promise<UsedCode> {
    const read = await this.records.read(recipient);
    const record = read.records.find((kept) => kept.sessionId === sessionId && !kept.usedBy);
    if (!record) throw new AppError(AuthErrors.INVALID_OTP);

    const tries = await this.store.increment(triesKey(sessionId), this.settings.otp.ttlSeconds);
    const hash = Buffer.from(record.hash, 'base64');
    const isRight = this.keys.oneTimeCode.some((key) =>
      timingSafeEqual(hashCode(key, recipient, sessionId, code), hash),
    );
    if (tries > MAX_TRIES || !isRight) throw new AppError(AuthErrors.INVALID_OTP);

    const used = await this.records.use(recipient, sessionId, read);
    if (!used) throw new AppError(AuthErrors.INVALID_OTP);
    return {
      restore: async () => {
        await this.store.delete([triesKey(sessionId)]);
        await used.restore();
      },
    };
  }

  private requestLimits(): RequestLimit[] {
    const { resendSeconds } = this.settings.otp;
    const resend = { name: 'resend', max: 1, windowSeconds: resendSeconds };
    return [...(resendSeconds > 0 ? [resend] : []), OTP_REQUESTS_PER_HOUR, OTP_REQUESTS_PER_DAY];
  }
}

function hashCode(key: KeyObject, recipient: string, sessionId: string, code: string): Buffer {
  return createHmac('sha256', key).update(`${recipient}\n${sessionId}\n${code}`).digest();
}

function randomCode(): string {
  return randomInt(10 ** OTP_DIGITS)
    .toString()
    .padStart(OTP_DIGITS, '0');
}

function triesKey(sessionId: string): string {
  return `otp:tries:${sessionId}`;
}

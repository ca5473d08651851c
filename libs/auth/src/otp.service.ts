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

const MAX_TRIES = 5;
export const OTP_DIGITS = 6;

/** Hands a code over to whoever carries it to its recipient; fails when that cannot be done. */
export type SendCode = (code: string) => Promise<void>;
const doNotSend: SendCode = () => Promise.resolve();

/** What is kept of a code: never the code itself. */
interface CodeRecord {
  sessionId: string;
  hash: string;
  expiresAtMs: number;
}

/** A code that was good, and is now used up. */
export interface UsedCode {
  /** Makes the code good again for the time it had left, unless a newer one has replaced it. */
  restore(): Promise<void>;
}

/** One-time codes: made, kept as keyed hashes in the shared store, and used once however many try at once. */
@Injectable()
export class OtpService {
  constructor(
    private readonly store: KeyValueStore,
    private readonly limits: RequestLimits,
    private readonly keys: Keys,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a code for a recipient; it replaces the one before.
   *
   * A code that could not be sent was never made: the request is not counted, and the code before is as good as it was.
   *
   * @param recipient the E.164 number or the e-mail address that the code is sent to
   * @param send is called before the code takes the place of the one before
   * @throws AppError RATE_LIMITED when the recipient has been sent too many, and whatever `send` throws
   */
  async createCode(recipient: string, send: SendCode = doNotSend): Promise<{ sessionId: string; code: string }> {
    const request = await this.countRequest(recipient);
    return this.makeCode(recipient, async (code) => {
      try {
        await send(code);
      } catch (error) {
        await request.giveBack();
        throw error;
      }
    });
  }

  /** @throws AppError RATE_LIMITED when too many codes were asked for in this name */
  countRequest(name: string): Promise<CountedRequest> {
    return this.limits.require(`otp:${name}`, this.requestLimits());
  }

  /** Like `createCode`, for a request that was counted otherwise. */
  async makeCode(recipient: string, send: SendCode = doNotSend): Promise<{ sessionId: string; code: string }> {
    const sessionId = newId();
    const code = this.settings.otp.testNumbers.get(recipient) ?? randomCode();
    await send(code);
    const { ttlSeconds } = this.settings.otp;
    const record: CodeRecord = {
      sessionId,
      hash: hashCode(this.keys.oneTimeCode[0], recipient, sessionId, code).toString('base64'),
      expiresAtMs: this.clock.nowMs() + ttlSeconds * 1000,
    };
    await this.store.set(codeKey(recipient), JSON.stringify(record), ttlSeconds);
    return { sessionId, code };
  }

  /** The session of a recipient's newest code, for a caller who has proved otherwise that it may be theirs. */
  async findSession(recipient: string): Promise<string | null> {
    const kept = await this.store.get(codeKey(recipient));
    return kept === null ? null : ((JSON.parse(kept) as Partial<CodeRecord>).sessionId ?? null);
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
    const kept = await this.store.get(codeKey(recipient));
    const record = kept === null ? null : parseRecord(kept);
    if (kept === null || record?.sessionId !== sessionId) throw new AppError(AuthErrors.INVALID_OTP);
    const secondsLeft = Math.ceil((record.expiresAtMs - this.clock.nowMs()) / 1000);
    if (secondsLeft <= 0) throw new AppError(AuthErrors.INVALID_OTP);

    const tries = await this.store.increment(triesKey(sessionId), this.settings.otp.ttlSeconds);
    const hash = Buffer.from(record.hash, 'base64');
    const isRight = this.keys.oneTimeCode.some((key) =>
      timingSafeEqual(hashCode(key, recipient, sessionId, code), hash),
    );
    if (tries > MAX_TRIES || !isRight) throw new AppError(AuthErrors.INVALID_OTP);

    const used = JSON.stringify({ usedBy: newId() });
    if (!(await this.store.replaceIf(codeKey(recipient), kept, used, secondsLeft))) {
      throw new AppError(AuthErrors.INVALID_OTP);
    }
    return {
      restore: async () => {
        await this.store.delete([triesKey(sessionId)]);
        await this.store.replaceIf(codeKey(recipient), used, kept, secondsLeft);
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

function codeKey(recipient: string): string {
  return `otp:code:${recipient}`;
}

function triesKey(sessionId: string): string {
  return `otp:tries:${sessionId}`;
}

/** A used code's record has no session and so fits none. */
function parseRecord(text: string): CodeRecord {
  return JSON.parse(text) as CodeRecord;
}

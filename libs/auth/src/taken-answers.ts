import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { AppError } from '@app/http';
import { KeyValueStore } from '@app/redis';
import { UserEmails } from '@app/users';
import { AuthErrors } from './auth.errors.js';

/** Each leaves the code good; the next one uses it up. */
const MAX_PER_CODE = 5;

/** Limits how many addresses one right code can be asked about: EMAIL_TAKEN says that an address has an account. */
@Injectable()
export class TakenAnswers {
  constructor(
    private readonly store: KeyValueStore,
    private readonly userEmails: UserEmails,
    private readonly settings: Settings,
  ) {}

  /** @throws AppError INVALID_OTP when this code or this phone was answered EMAIL_TAKEN too often */
  async require(phone: string, sessionId: string): Promise<void> {
    const count = await this.store.increment(`otp:taken:${sessionId}`, this.settings.otp.ttlSeconds);
    const isAllowed = count <= MAX_PER_CODE && (await this.userEmails.countTakenAnswer(phone)).isAllowed;
    if (!isAllowed) throw new AppError(AuthErrors.INVALID_OTP);
  }
}

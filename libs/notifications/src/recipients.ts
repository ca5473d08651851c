import { Injectable } from '@nestjs/common';
import type { Language } from './notice.js';

/** How an alert about a scan can reach the owner of a car. */
export type AlertChannel = 'email';

/** Whom a notice goes to, as things are when it is delivered. */
export interface Recipient {
  email: string | null;
  emailVerified: boolean;
  name: string | null;
  language: Language;
  /** Whether alerts are mailed once there is a confirmed address. */
  notifyByEmail: boolean;
  /** What alerts about scans may use; empty when the user can't be alerted. */
  alertChannels: readonly AlertChannel[];
}

type FindRecipient = (userId: string) => Promise<Recipient | null>;

/** Where the feature that owns the users says who they are. */
@Injectable()
export class Recipients {
  private findRegistered: FindRecipient = () => Promise.reject(new Error('Nobody has said who the recipients are.'));

  register(find: FindRecipient): void {
    this.findRegistered = find;
  }

  /** @returns null when there is no such user any more */
  find(userId: string): Promise<Recipient | null> {
    return this.findRegistered(userId);
  }
}

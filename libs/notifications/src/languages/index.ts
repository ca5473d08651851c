import type { OperatorSettings } from '@app/config';
import type { Content, Frame } from '../content.js';
import type { Device } from '../device-name.js';
import type { AccountChange, Language, NoticeOf, ScanNotice } from '../notice.js';
import { EN } from './en.js';
import { HI } from './hi.js';

/** What a language says of each kind of notice. Moments and amounts come as text already. */
export interface Messages extends Frame {
  reasons: Record<string, string>;
  welcome: () => Content;
  emailCode: (data: { code: string; minutes: number }) => Content;
  signInCode: (data: { code: string; minutes: number }) => Content;
  scanAlert: (data: ToldAlert) => Content;
  premiumReceipt: (data: ToldReceipt) => Content;
  premiumEnding: (data: { endsAt: string }) => Content;
  /** What was changed, in at most 30 characters. */
  changes: Record<AccountChange, string>;
  accountChanged: (data: { change: AccountChange; at: string; lockUrl: string }) => Content;
  accountChangedSms: (data: { change: AccountChange; lockUrl: string }) => string;
  newSignIn: (data: { at: string; device: string }) => Content;
  device: (device: Device) => string;
}

export interface ToldAlert {
  carNumber: string;
  /** Urgent ones first. */
  scans: ToldScan[];
  /** How many different phones scanned. */
  people: number;
  /** What they said is the matter, each once, urgent ones first; empty when nobody said. */
  reasons: string[];
  /** All of it happened some time ago. */
  isLate: boolean;
}

export interface ToldScan extends Omit<ScanNotice, 'at' | 'reason'> {
  at: string;
  reason: string | null;
  /** `scannerPhone` as people read it. */
  phone: string;
  /** What the scanner saw; null when the car was not found by a code. */
  pageUrl: string | null;
}

export interface ToldReceipt extends Pick<NoticeOf<'premium-receipt'>, 'orderId' | 'paymentId' | 'planDuration'> {
  amount: string;
  paidAt: string;
  premiumUntil: string | null;
  seller: OperatorSettings;
}

export const MESSAGES: Record<Language, Messages> = { en: EN, hi: HI };

import type { Content, Frame } from '../content.js';
import type { Language, NoticeOf, ScanNotice } from '../notice.js';
import { EN } from './en.js';
import { HI } from './hi.js';

/** What a language says of each kind of notice. Moments and amounts come as text already. */
export interface Messages extends Frame {
  reasons: Record<string, string>;
  welcome: () => Content;
  emailCode: (data: { code: string; minutes: number }) => Content;
  signInCode: (data: { code: string; minutes: number }) => Content;
  scanAlert: (data: { carNumber: string; scans: ToldScan[] }) => Content;
  premiumReceipt: (data: ToldReceipt) => Content;
  premiumEnding: (data: { endsAt: string }) => Content;
  emailChanged: (data: { at: string }) => Content;
  newSignIn: (data: { at: string; device: string | null }) => Content;
}

export interface ToldScan extends Omit<ScanNotice, 'at' | 'reason'> {
  at: string;
  reason: string | null;
  /** What the scanner saw; null when the car was not found by a code. */
  pageUrl: string | null;
}

export interface ToldReceipt extends Pick<NoticeOf<'premium-receipt'>, 'orderId' | 'paymentId' | 'planDuration'> {
  amount: string;
  paidAt: string;
  premiumUntil: string | null;
}

export const MESSAGES: Record<Language, Messages> = { en: EN, hi: HI };

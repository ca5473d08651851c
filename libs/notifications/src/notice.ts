/** A scan as its owner is told of it: a copy, so that the alert says what was sent even when the scan is gone. */
export interface ScanNotice {
  carNumber: string;
  /** The code that was scanned; null when the car was found otherwise. */
  qrCode: string | null;
  scannerPhone: string;
  scannerEmail: string;
  notes: string;
  /** One of the reasons of @app/scans. */
  reason: string | null;
  at: Date;
}

/** The reasons that do not wait for the pause between two mails. */
export const URGENT_REASONS: readonly (string | null)[] = ['emergency', 'towing'];

/** What somebody must be told. */
export type Notice =
  /** Goes with the confirmation of an e-mail address. */
  | { kind: 'welcome'; userId: string }
  /** Confirms an address of the user that need not be verified yet. */
  | { kind: 'email-code'; userId: string; to: string; code: string; expiresAt: Date }
  /** `to` is null where no account has the address: then nothing is mailed. */
  | { kind: 'sign-in-code'; to: string | null; language: Language; code: string; expiresAt: Date }
  | { kind: 'scan-alert'; userId: string; carId: string; scanId: string; scan: ScanNotice }
  /** Written when a user confirms an address: releases the scan alerts that were held for want of one. */
  | { kind: 'missed-scans'; userId: string }
  /** Told once for an order. The amount is in the currency's minor unit. */
  | {
      kind: 'premium-receipt';
      userId: string;
      orderId: string;
      paymentId: string;
      amount: number;
      currency: string;
      planDuration: number;
      paidAt: Date;
      premiumUntil: Date | null;
    }
  /** Told once for an expiry. */
  | { kind: 'premium-ending'; userId: string; endsAt: Date }
  /** Goes to the confirmed address that was replaced. Written by version 1.0 only, which may run during an upgrade. */
  | { kind: 'email-changed'; userId: string; to: string; at: Date }
  /** One channel's message about a change by which an account may be given away; `to` may have been replaced by it. */
  | { kind: 'account-changed'; userId: string; change: AccountChange; channel: Channel; to: string; at: Date }
  | { kind: 'new-sign-in'; userId: string; at: Date; userAgent: string | null };

export type AccountChange =
  'password-set' | 'password-replaced' | 'password-removed' | 'email-changed' | 'phone-changed';

/** How a message reaches somebody. */
export type Channel = 'email' | 'sms';

export type NoticeKind = Notice['kind'];
export type NoticeOf<K extends NoticeKind> = Extract<Notice, { kind: K }>;

/** The languages that mail is written in. */
export const LANGUAGES = ['en', 'hi'] as const;
export type Language = (typeof LANGUAGES)[number];

import { Initial1700000000000 } from './0001-initial.js';
import { Stickers1700000001000 } from './0002-stickers.js';
import { ReplacedCodes1700000002000 } from './0003-replaced-codes.js';
import { Payments1700000003000 } from './0004-payments.js';
import { Notifications1700000004000 } from './0005-notifications.js';
import { Accounts1700000005000 } from './0006-accounts.js';
import { AlertPauses1700000007000 } from './0007-alert-pauses.js';
import { StickerValues1700000011000 } from './0011-sticker-values.js';
import { SessionProofs1700000012000 } from './0012-session-proofs.js';
import { SecurityEvents1700000016000 } from './0016-security-events.js';
import { ReplacedContacts1700000018000 } from './0018-replaced-contacts.js';

/** Every migration, oldest first. Never change a released one. */
export const migrations = [
  Initial1700000000000,
  Stickers1700000001000,
  ReplacedCodes1700000002000,
  Payments1700000003000,
  Notifications1700000004000,
  Accounts1700000005000,
  AlertPauses1700000007000,
  StickerValues1700000011000,
  SessionProofs1700000012000,
  SecurityEvents1700000016000,
  ReplacedContacts1700000018000,
];

import { Initial1700000000000 } from './0001-initial.js';
import { Stickers1700000001000 } from './0002-stickers.js';
import { Notifications1700000004000 } from './0005-notifications.js';

/** Every migration, oldest first. One that has been released is never changed again. */
export const migrations = [Initial1700000000000, Stickers1700000001000, Notifications1700000004000];

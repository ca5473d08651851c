import { Initial1700000000000 } from './0001-initial.js';

/** Every migration, oldest first. One that has been released is never changed again. */
export const migrations = [Initial1700000000000];

import type { User } from './user.entity.js';

/** Who calls a route, as the guard found them in the database with this very request. */
export interface Caller {
  user: User;
  sessionId: string;
}

import type { Channel } from '@app/notifications';
import type { User } from './user.entity.js';

/** When the holder of a session last proved who they are, and how. */
export interface SessionProofs {
  /** When a one-time code was last given in the session. */
  codeProvedAt: Date | null;
  /** What that code was sent by; null where it is not known. */
  codeSentTo: Channel | null;
  /** When the password was last given in the session. */
  passwordProvedAt: Date | null;
}

/** Who calls a route, as the guard found them in the database with this very request. */
export interface Caller extends SessionProofs {
  user: User;
  sessionId: string;
}

import type { EntityManager } from 'typeorm';
import { AppError, CommonErrors } from '@app/http';
import type { Caller } from './caller.js';

const FIND_SESSION = 'SELECT id FROM sessions WHERE id = ?';

/**
 * Checks that the caller's session has not ended since the request began, inside a transaction that locks the user's row:
 * otherwise a change could follow the lock of the account that was to prevent it.
 *
 * @throws AppError UNAUTHORIZED
 */
export async function requireLiveSession(manager: EntityManager, { sessionId }: Caller): Promise<void> {
  const sessions = await manager.query<unknown[]>(FIND_SESSION, [sessionId]);
  if (sessions.length === 0) throw new AppError(CommonErrors.UNAUTHORIZED);
}

import type { EntityManager } from 'typeorm';
import { execute } from '@app/database';
import { AppError, CommonErrors } from '@app/http';
import type { Caller } from './caller.js';
import { User } from './user.entity.js';

const LOCK_USER = 'UPDATE users SET updatedAt = updatedAt WHERE id = ?';
const FIND_SESSION = 'SELECT id FROM sessions WHERE id = ?';

/** Locks a user's row until the transaction ends. */
export async function lockUser(manager: EntityManager, userId: string): Promise<void> {
  await execute(manager, LOCK_USER, [userId]);
}

/**
 * Locks the caller's row, and checks that their session has not ended since the request began: otherwise a change could
 * follow the lock of the account that was to prevent it.
 *
 * @returns the user as they are before the change
 * @throws AppError UNAUTHORIZED
 */
export async function lockCaller(manager: EntityManager, { user: { id }, sessionId }: Caller): Promise<User> {
  await lockUser(manager, id);
  const sessions = await manager.query<unknown[]>(FIND_SESSION, [sessionId]);
  const user = sessions.length > 0 && (await manager.findOneBy(User, { id }));
  if (!user) throw new AppError(CommonErrors.UNAUTHORIZED);
  return user;
}

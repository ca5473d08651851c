export { AccountNotices } from './account-notices.js';
export { AccountWords } from './account-words.js';
export { alertChannelsOf } from './alert-channels.js';
export { AdminActs } from './admin-acts.service.js';
export type { Caller, SessionProofs } from './caller.js';
export { EmailCodes } from './email-codes.js';
export { type Erased, type Eraser, Erasures } from './erasures.js';
export { EXPORT_LIMIT, Exports } from './exports.js';
export { OwnerChanges } from './owner-changes.js';
export { PersonalData } from './personal-data.js';
export { hasPremiumAt, type Premium } from './premium.js';
export { ReplacedContacts } from './replaced-contacts.service.js';
export {
  FRESH_MS,
  isFresh,
  isProvedWithin,
  type Proof,
  reauthenticationRequired,
  requireAdminProofs,
  requireFresh,
} from './session-proofs.js';
export { DEFAULT_TEMPLATE, TEMPLATES, type Template } from './templates.js';
export { isUnreachablePhone } from './unreachable-phone.js';
export {
  type ContactVisibility,
  DEFAULT_LANGUAGE,
  DEFAULT_PREFERENCES,
  PLANS,
  type Plan,
  type Preferences,
  ROLES,
  type Role,
  User,
} from './user.entity.js';
export { readUser, USER_COLUMNS, type UserRow } from './user.row.js';
export { lockCaller, lockUser } from './user-locks.js';
export { UsedLinks } from './used-links.service.js';
export { UserEmails } from './user-emails.service.js';
export { UserErrors } from './users.errors.js';
export { toUserResponse, UserEnvelope, UserResponse } from './users.dto.js';
export { UsersModule } from './users.module.js';
export { UsersService } from './users.service.js';

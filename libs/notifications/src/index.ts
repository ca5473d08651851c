export { ACCOUNT_LINK_SECONDS, type AccountLink, AccountLinks } from './account-links.js';
export { type AccountChange, type Channel, LANGUAGES, type Language, type Notice, type ScanNotice } from './notice.js';
export { NotificationsModule, RelayModule } from './notifications.module.js';
export { Notifications } from './notifications.service.js';
export { NotificationsRepository } from './notifications.repository.js';
export { type OutboxFigures, type ParkedNotification, ParkedNotifications } from './parked-notifications.js';
export { type AlertChannel, type Recipient, Recipients } from './recipients.js';
export { Relay } from './relay.js';
export { UnsubscribeLinks } from './unsubscribe-links.js';

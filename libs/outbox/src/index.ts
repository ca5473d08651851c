export { Outbox, type OutboxMessage } from './outbox.js';
export { OutboxModule } from './outbox.module.js';

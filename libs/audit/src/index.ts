export { AuditModule } from './audit.module.js';
export { type SecurityEventName, SecurityEvents, type SessionEnd, type SignInMethod } from './security-events.js';

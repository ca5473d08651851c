export { logWarnings } from './log-warnings.js';
export { createLogger } from './logger.js';
export { NestLogger } from './nest-logger.js';
export { maskPersonalData } from './mask.js';
export { Metrics, type OtpSmsOutcome } from './metrics.js';
export { ObservabilityModule } from './observability.module.js';
export { currentTrace, identifyCaller, type RequestTrace, runInRequest } from './request-trace.js';
export type { Logger } from 'pino';

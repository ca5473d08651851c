export { readCarReference } from './car-reference.js';
export { DiscardedFiles } from './discarded-files.js';
export {
  type Prospects,
  type ScannedCar,
  toProspects,
  toScannedCarResponse,
  ScannedCarResponse,
} from './lookups.dto.js';
export { LookupsService } from './lookups.service.js';
export { QrLimits } from './qr.limits.js';
export { PremiumLookups } from './premium-lookups.js';
export { QrErrors } from './qr.errors.js';
export { QrCode } from './qr-code.entity.js';
export { QrCodesModule } from './qr-codes.module.js';
export { QrModule } from './qr.module.js';

export { scanErrorPage } from './page/error-page.js';
export { REASONS } from './scan.entity.js';
export { PremiumLookupsModule } from './premium-lookups.module.js';
export { ScanRetention } from './scan-retention.js';
export { ScanLimits } from './scans.limits.js';
export { ScansModule } from './scans.module.js';

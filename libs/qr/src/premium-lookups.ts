import type { User } from '@app/users';

/** Records for the owner that a premium viewer saw their contact. Implemented by the scans feature. */
export abstract class PremiumLookups {
  /** Records at most one look-up per viewer and car in an hour. */
  abstract record(viewer: User, carId: string, qrCode: string): Promise<void>;
}

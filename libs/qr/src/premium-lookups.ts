import type { User } from '@app/users';

/** Writes down for the owner that a premium viewer saw their contact. Provided by the feature that owns scans. */
export abstract class PremiumLookups {
  /** Logs the look-up; at most one for a viewer and a car in an hour. */
  abstract record(viewer: User, carId: string, qrCode: string): Promise<void>;
}

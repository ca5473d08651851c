import type { EntityManager } from 'typeorm';

/** What a car needs of the feature that owns QR codes, which itself builds on cars. Provided by it for all modules. */
export abstract class CarCodes {
  /** Makes up a code that no sticker carries yet. */
  abstract newCode(): string;

  /** Stores a code for a car, inside the transaction that makes the car. */
  abstract addCode(manager: EntityManager, carId: string, code: string): Promise<unknown>;

  /** The address that a phone opens when it reads the code. */
  abstract scanUrl(code: string): string;
}

import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CarCodes } from '@app/cars';
import { Clock } from '@app/clock';
import { Settings } from '@app/config';
import { newId } from '@app/database';
import { QrCode } from './qr-code.entity.js';

/** Crockford's Base32: without I, L, O and U, which are easily mistyped. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 50 random bits: short enough to type, too many to guess. */
const CODE_LENGTH = 10;

/** Creates and stores the codes of cars. */
@Injectable()
export class QrCodes extends CarCodes {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
  }

  newCode(): string {
    // 256 is a multiple of 32, so the modulo has no bias.
    return Array.from(randomBytes(CODE_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  }

  async addCode(manager: EntityManager, carId: string, code: string, placement: string | null = null): Promise<QrCode> {
    const createdAt = this.clock.now();
    const state = { activePlacement: placement, active: true, disabledAt: null, createdAt, replacedAt: null };
    const qrCode = { id: newId(), carId, code, placement, ...state };
    await manager.insert(QrCode, qrCode);
    return qrCode;
  }

  scanUrl(code: string): string {
    return `${this.settings.http.publicUrl}/S/${code}`;
  }
}

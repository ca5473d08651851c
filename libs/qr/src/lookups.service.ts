import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { AppError, RequestLimits, ok } from '@app/http';
import { Metrics } from '@app/observability';
import { type User, hasPremiumAt } from '@app/users';
import { type CarReference, readCarReference } from './car-reference.js';
import { LookupCache } from './lookup-cache.js';
import {
  type Gate,
  type LookupEnvelope,
  type Prospects,
  type ScannedCar,
  type ScannedCarResponse,
  toProspects,
  toScannedCarResponse,
} from './lookups.dto.js';
import { LookupsRepository } from './lookups.repository.js';
import { PremiumLookups } from './premium-lookups.js';
import { QrErrors } from './qr.errors.js';
import { QrLimits } from './qr.limits.js';

const OWNER_ID_LENGTH = 36;
const YES = ' ';
const NO = '\n';

/** Looks cars up for scanners. The gate is decided here, never by the client. */
@Injectable()
export class LookupsService {
  constructor(
    private readonly lookups: LookupsRepository,
    private readonly cache: LookupCache,
    private readonly premiumLookups: PremiumLookups,
    private readonly limits: RequestLimits,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Looks a car up for a scanner.
   *
   * @param text a code, a scan URL or a car id
   * @param viewer the signed-in scanner, if there is one
   * @returns the response as JSON
   * @throws AppError QR_NOT_FOUND; RATE_LIMITED when a premium viewer has looked up too many owners
   */
  async lookUp(text: string, viewer: User | undefined): Promise<string> {
    const reference = readCarReference(text);
    if (!reference) throw new AppError(QrErrors.QR_NOT_FOUND);
    this.metrics.count('looked_up');
    if (viewer && hasPremiumAt(viewer, this.clock.now())) return this.lookUpOpenly(reference, viewer);
    const kept = await this.getKept(reference);
    if (viewer?.id === kept.ownerId) return this.lookUpOpenly(reference, viewer);
    return kept.answer;
  }

  /**
   * Looks a car up for the sticker's web page, as an anonymous scanner sees it, with the prospects.
   *
   * @throws AppError QR_NOT_FOUND
   */
  async lookUpForPage(text: string): Promise<{ car: ScannedCarResponse; prospects: Prospects }> {
    const reference = readCarReference(text);
    if (!reference) throw new AppError(QrErrors.QR_NOT_FOUND);
    this.metrics.count('looked_up');
    const { answer, prospects } = await this.getKept(reference);
    const { car } = JSON.parse(answer) as LookupEnvelope;
    return { car, prospects: prospects ?? toProspects(await this.getScannedCar(reference)) };
  }

  findScannedCar(reference: CarReference): Promise<ScannedCar | null> {
    return this.lookups.findScannedCar(reference);
  }

  /** @throws AppError QR_NOT_FOUND */
  async getScannedCar(reference: CarReference): Promise<ScannedCar> {
    const car = await this.findScannedCar(reference);
    if (!car) throw new AppError(QrErrors.QR_NOT_FOUND);
    return car;
  }

  /** Invalidates the cached look-ups of an owner's car, and prevents caching until the change ends. */
  async holdBack(manager: EntityManager, ownerId: string): Promise<() => Promise<void>> {
    return this.cache.holdBack(await this.lookups.listReferences(manager, ownerId));
  }

  /** Records the look-up for the owner before the viewer gets the contact. */
  private async lookUpOpenly(reference: CarReference, viewer: User): Promise<string> {
    const car = await this.getScannedCar(reference);
    if (car.ownerId !== viewer.id) {
      const once = { key: car.ownerId, seconds: QrLimits.OWNERS_SEEN.windowSeconds };
      await this.limits.require(`viewer:${viewer.id}`, [QrLimits.OWNERS_SEEN], once);
      await this.premiumLookups.record(viewer, car.id, car.qrCode);
    }
    return toAnswer(car, 'open');
  }

  /** @throws AppError QR_NOT_FOUND */
  private async getKept(reference: CarReference): Promise<KeptLookup> {
    const kept = await this.cache.getOrLoad(reference, async () => {
      const car = await this.lookups.findScannedCar(reference);
      return car && writeKept(car);
    });
    if (kept === null) throw new AppError(QrErrors.QR_NOT_FOUND);
    return readKept(kept);
  }
}

interface KeptLookup {
  ownerId: string;
  answer: string;
  /** Absent in entries of the previous release. */
  prospects?: Prospects;
}

/**
 * The owner's id comes first, to recognise the owner's own look-up. The prospects come last, as white space: instances of
 * the previous release share the cache during an upgrade and read it as part of the JSON.
 */
function writeKept(car: ScannedCar): string {
  const { isAlertable, showsContact } = toProspects(car);
  return `${car.ownerId}${toAnswer(car, 'form')}${[isAlertable, showsContact].map((is) => (is ? YES : NO)).join('')}`;
}

function readKept(kept: string): KeptLookup {
  const end = kept.lastIndexOf('}') + 1;
  const [isAlertable, showsContact] = [...kept.slice(end)].map((mark) => mark === YES);
  return {
    ownerId: kept.slice(0, OWNER_ID_LENGTH),
    answer: kept.slice(OWNER_ID_LENGTH, end),
    ...(isAlertable !== undefined && showsContact !== undefined && { prospects: { isAlertable, showsContact } }),
  };
}

function toAnswer(car: ScannedCar, gate: Gate): string {
  return JSON.stringify(ok({ car: toScannedCarResponse(car, gate), gate }));
}

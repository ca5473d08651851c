import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { hotQuery, readFlag, readJson, readMoment } from '@app/database';
import { type Preferences, type Template, alertChannelsOf, isUnreachablePhone } from '@app/users';
import type { CarReference } from './car-reference.js';
import type { ScannedCar } from './lookups.dto.js';
import type { QrCode } from './qr-code.entity.js';

/** Shows only a confirmed address: an unconfirmed one may be another person's. */
const COLUMNS = `c.id AS id, c.userId AS ownerId, c.carNumber AS carNumber, c.carModel AS carModel,
  c.customMessage AS customMessage, c.customFields AS customFields, c.selectedTemplate AS selectedTemplate,
  u.name AS name, u.phone AS phone,
  CASE WHEN u.emailVerified = 1 THEN u.email END AS email, u.emailVerified AS emailVerified,
  u.preferences AS preferences`;

export const FIND_BY_CODE = `SELECT ${COLUMNS}, q.code AS qrCode
  FROM qr_codes q JOIN cars c ON c.id = q.carId JOIN users u ON u.id = c.userId
  WHERE q.code = ? AND q.active = 1 AND q.disabledAt IS NULL AND u.disabledAt IS NULL`;

/** Requires at least one active code. */
export const FIND_BY_CAR_ID = `SELECT ${COLUMNS}, c.qrCode AS qrCode
  FROM cars c JOIN users u ON u.id = c.userId
  WHERE c.id = ? AND u.disabledAt IS NULL
  AND EXISTS (SELECT 1 FROM qr_codes q WHERE q.carId = c.id AND q.active = 1 AND q.disabledAt IS NULL)`;

const FIND_CODES_OF_OWNER = `SELECT c.id AS carId, q.code AS code
  FROM cars c JOIN qr_codes q ON q.carId = c.id
  WHERE c.userId = ?`;

const LIST_CODES_OF_OWNER = `SELECT q.code AS code, q.placement AS placement,
  q.active = 1 AND q.disabledAt IS NULL AS active, q.createdAt AS createdAt
  FROM cars c JOIN qr_codes q ON q.carId = c.id
  WHERE c.userId = ? ORDER BY q.createdAt`;

interface ScannedCarRow {
  id: string;
  ownerId: string;
  qrCode: string;
  carNumber: string;
  carModel: string;
  customMessage: string;
  customFields: unknown;
  selectedTemplate: Template;
  name: string | null;
  phone: string;
  email: string | null;
  emailVerified: unknown;
  preferences: unknown;
}

/** A code in the owner's data export. */
export type OwnedCode = Pick<QrCode, 'code' | 'placement' | 'active'> & { createdAt: string };

@Injectable()
export class LookupsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async findScannedCar(reference: CarReference): Promise<ScannedCar | null> {
    const [row] =
      'code' in reference
        ? await hotQuery<ScannedCarRow>(this.dataSource, FIND_BY_CODE, [reference.code])
        : await hotQuery<ScannedCarRow>(this.dataSource, FIND_BY_CAR_ID, [reference.carId]);
    return row ? readScannedCar(row) : null;
  }

  /** All references to an owner's car, as the transaction sees them. */
  async listReferences(manager: EntityManager, ownerId: string): Promise<CarReference[]> {
    const rows = await manager.query<{ carId: string; code: string }[]>(FIND_CODES_OF_OWNER, [ownerId]);
    const carIds = new Set(rows.map((row) => row.carId));
    return [...rows.map(({ code }) => ({ code })), ...[...carIds].map((carId) => ({ carId }))];
  }

  /** The codes of an owner's car, oldest first. */
  async listCodes(ownerId: string): Promise<OwnedCode[]> {
    const rows = await hotQuery<OwnedCodeRow>(this.dataSource, LIST_CODES_OF_OWNER, [ownerId]);
    return rows.map((row) => ({
      code: row.code,
      placement: row.placement,
      active: readFlag(row.active),
      createdAt: readMoment(row.createdAt).toISOString(),
    }));
  }
}

type OwnedCodeRow = Pick<QrCode, 'code' | 'placement'> & Record<'active' | 'createdAt', unknown>;

function readScannedCar(row: ScannedCarRow): ScannedCar {
  const preferences = readJson<Preferences>(row.preferences);
  const { contactVisibility } = preferences;
  const account = { email: row.email, emailVerified: readFlag(row.emailVerified), preferences };
  return {
    id: row.id,
    ownerId: row.ownerId,
    qrCode: row.qrCode,
    carNumber: row.carNumber,
    carModel: row.carModel,
    customMessage: row.customMessage,
    customFields: readJson<Record<string, string>>(row.customFields),
    selectedTemplate: row.selectedTemplate,
    owner: {
      name: row.name,
      phone: isUnreachablePhone(row.phone) ? null : row.phone,
      email: account.email,
      emailVerified: account.emailVerified,
      contactVisibility,
      isAlertable: alertChannelsOf(account).length > 0,
    },
  };
}

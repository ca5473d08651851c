/**
 * Who and what the benchmark's database holds. Everything follows from a number, so that the load generator can name
 * any of it without being told.
 */
import { createHash, createHmac, createSecretKey, hkdfSync } from 'node:crypto';

export const CARS = 20_000;
const CODES_PER_CAR = 5;
export const CODES = CARS * CODES_PER_CAR;
/** The first so many users are signed in. */
export const SESSIONS = 1000;

/** One stored sticker, of an SVG's usual size. */
export const STICKER = {
  id: idOf('5', 0),
  fileKey: 'stickers/bench.svg',
  text: `<svg xmlns="http://www.w3.org/2000/svg"><path d="${'M1 1h1v1h-1z'.repeat(1000)}"/></svg>`,
};

const SESSION_SECONDS = 7 * 24 * 3600;
const ROWS_PER_STATEMENT = 1000;

export const userId = (n) => idOf('1', n);
export const carId = (n) => idOf('2', n);
export const sessionId = (n) => idOf('4', n);
/** No letter in it is one that the server takes for a digit. */
export const codeOf = (n) => `BX${digits(n, 8)}`;
/** A valid Indian mobile number. */
export const phoneOf = (prefix, n) => `+91${prefix}${digits(n, 10 - prefix.length)}`;
/** An address of a scanner; there are sixteen million of them. */
export const addressOf = (n) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

export const digits = (n, length) => String(n).padStart(length, '0');

function idOf(kind, n) {
  return `0193000${kind}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** The key that the server derives from JWT_SECRET for a purpose. */
export function deriveKey(secret, purpose) {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `carqr ${purpose}`, 32)));
}

/** The access tokens of the users that are signed in. */
export function accessTokens(secret) {
  const key = deriveKey(secret, 'access token');
  const iat = Math.floor(Date.now() / 1000);
  return Array.from({ length: SESSIONS }, (_, n) => {
    const claims = { sub: userId(n), sid: sessionId(n), iat, exp: iat + 86_400, iss: 'carqr', aud: 'carqr-app' };
    const text = [{ alg: 'HS256', typ: 'JWT' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  });
}

/** Fills a migrated database. */
export async function seed(connection) {
  const now = new Date();
  const expiresAt = new Date(now.getTime() + SESSION_SECONDS * 1000);
  const preferences = JSON.stringify({ notifyByEmail: true, contactVisibility: 'phone_and_email' });
  const fields = JSON.stringify({ Flat: 'B-204' });
  await insert(connection, 'users', CARS, (n) => ({
    id: userId(n),
    phone: phoneOf('97', n),
    email: `owner${digits(n, 8)}@example.com`,
    emailVerified: 1,
    name: 'Asha Rao',
    plan: 'basic',
    hasCarInfo: 1,
    selectedTemplate: 'modern',
    preferences,
    role: 'user',
    createdAt: now,
    updatedAt: now,
  }));
  await insert(connection, 'sessions', SESSIONS, (n) => ({
    id: sessionId(n),
    userId: userId(n),
    createdAt: now,
    lastUsedAt: now,
    expiresAt,
  }));
  await insert(connection, 'cars', CARS, (n) => ({
    id: carId(n),
    userId: userId(n),
    carNumber: `KA01AB${digits(n, 5)}`,
    carModel: 'Tata Nexon, blue',
    customMessage: 'Please call, I am close by.',
    customFields: fields,
    selectedTemplate: 'modern',
    qrCode: codeOf(n),
    createdAt: now,
    updatedAt: now,
  }));
  await insert(connection, 'qr_codes', CODES, (n) => ({
    id: idOf('3', n),
    carId: carId(n % CARS),
    code: codeOf(n),
    active: 1,
    createdAt: now,
  }));
  await insert(connection, 'qr_stickers', 1, () => stickerRow(now));
}

/** The row of the stored sticker. */
function stickerRow(createdAt) {
  return {
    id: STICKER.id,
    codeId: idOf('3', 0),
    size: '3x3',
    format: 'svg',
    template: 'modern',
    fileKey: STICKER.fileKey,
    contentHash: createHash('sha256').update(STICKER.text).digest('hex'),
    byteLength: Buffer.byteLength(STICKER.text),
    printCheck: '{}',
    requestKey: 'bench',
    createdAt,
  };
}

async function insert(connection, table, count, rowOf) {
  for (let first = 0; first < count; first += ROWS_PER_STATEMENT) {
    const length = Math.min(ROWS_PER_STATEMENT, count - first);
    const rows = Array.from({ length }, (_, index) => rowOf(first + index));
    const columns = Object.keys(rows[0]).join(', ');
    await connection.query(`INSERT INTO ${table} (${columns}) VALUES ?`, [rows.map((row) => Object.values(row))]);
  }
}

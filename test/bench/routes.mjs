/**
 * The requests of each route.
 *
 * `request(n, k, tokens)` makes one: `n` is a number that no other request of the whole run has, so that no limit by
 * address or phone refuses it; `k` counts from 0 in each load. Redis and the scans are emptied before every load.
 * `bareRequest` is what the bare server is asked instead, where the two are not to do the same.
 */
import { CARS, CODES, SESSIONS, STICKER, addressOf, carId, codeOf, digits, phoneOf } from './people.mjs';

/** Codes that everybody looks up. */
const WARM_CODES = 1000;

export const ROUTES = {
  'look-up-warm': {
    title: 'GET /cars/qr/:code, warm',
    /** So many requests fill the cache before the load is measured. */
    preparation: WARM_CODES,
    request: (n, k) => get(n, `/cars/qr/${codeOf(k % WARM_CODES)}`),
  },
  'look-up-cold': {
    title: 'GET /cars/qr/:code, cold',
    /** Every code is looked up once. */
    maxRequests: CODES,
    request: (n, k) => get(n, `/cars/qr/${codeOf(k)}`),
  },
  scans: {
    title: 'POST /scans',
    /** A car takes twenty an hour. */
    maxRequests: CARS * 20,
    request: (n, k) =>
      post(n, '/scans', {
        carId: carId(k % CARS),
        scannerPhone: phoneOf('98', n),
        scannerEmail: `ravi${digits(n, 8)}@example.com`,
        notes: 'You are parked across my gate.',
        reason: 'blocking',
      }),
  },
  me: {
    title: 'GET /users/me',
    request: (n, k, tokens) => get(n, '/users/me', { authorization: `Bearer ${tokens[k % SESSIONS]}` }),
  },
  otp: {
    title: 'POST /auth/otp/request',
    request: (n) => post(n, '/auth/otp/request', { phone: phoneOf('98', n) }),
  },
  page: {
    title: 'GET /S/:code, against the look-up',
    preparation: WARM_CODES,
    request: (n, k) => ({ ...get(n, ''), path: `/S/${codeOf(k % WARM_CODES)}` }),
    bareRequest: (n, k) => get(n, `/cars/qr/${codeOf(k % WARM_CODES)}`),
  },
  download: {
    title: 'GET /qr/:id/download, against a static file',
    request: (n) => get(n, `/qr/${STICKER.id}/download`),
    bareRequest: (n) => ({ ...get(n, ''), path: `/${STICKER.fileKey}` }),
  },
};

/** What visitors do, in these shares. */
export const MIX = ['look-up-warm', 'look-up-warm', 'look-up-warm', 'look-up-warm', 'scans', 'me', 'me', 'otp'];

function get(n, path, headers = {}) {
  return { method: 'GET', path: `/api/v1${path}`, headers: { 'x-forwarded-for': addressOf(n), ...headers } };
}

function post(n, path, body) {
  const headers = { 'content-type': 'application/json' };
  return { ...get(n, path, headers), method: 'POST', body: JSON.stringify(body) };
}

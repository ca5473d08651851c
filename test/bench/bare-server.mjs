/**
 * What the routes cost by hand: a bare Fastify with the same statements, the same Redis commands and scripts and the
 * same answers as the real server, and nothing else. No validation, no logs, no metrics, no headers, no time limits.
 * A scan and the notice of it are one transaction here as well, since that is the job; the worker is told in one plain
 * command, where the real server has BullMQ.
 */
import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import fastifyStatic from '@fastify/static';
import fastify from 'fastify';
import { Redis } from 'ioredis';
import mysql from 'mysql2';
import { V7Generator } from 'uuidv7';
import { FIND_BY_CAR_ID, FIND_BY_CODE } from '../../dist/libs/qr/src/lookups.repository.js';
import { SCRIPTS } from '../../dist/libs/redis/src/redis-scripts.js';
import { deriveKey } from './people.mjs';

const SLACK_MS = 60_000;
const ENTRY = 'entry:';

const { DATABASE_URL, REDIS_URL, PORT, HOST, JWT_SECRET } = process.env;
const redis = new Redis(REDIS_URL, { scripts: SCRIPTS });
const pool = mysql.createPool({
  uri: DATABASE_URL,
  connectionLimit: 10,
  timezone: 'Z',
  charset: 'utf8mb4_bin',
  trace: false,
});
const tokenKey = deriveKey(JWT_SECRET, 'access token');
const codeKey = deriveKey(JWT_SECRET, 'one-time code');
const generator = new V7Generator();
const newId = () => generator.generate().toString();

const query = (sql, values) =>
  new Promise((resolve, reject) => pool.query(sql, values, (error, rows) => (error ? reject(error) : resolve(rows))));

/** Runs the statements, each with its values, in one transaction. */
async function transact(...statements) {
  const connection = await new Promise((resolve, reject) =>
    pool.getConnection((error, acquired) => (error ? reject(error) : resolve(acquired))),
  );
  const run = (sql, values) =>
    new Promise((resolve, reject) => connection.query(sql, values, (error) => (error ? reject(error) : resolve())));
  try {
    await run('START TRANSACTION');
    for (const [sql, values] of statements) await run(sql, values);
    await run('COMMIT');
  } catch (error) {
    await run('ROLLBACK');
    throw error;
  } finally {
    connection.release();
  }
}

/** Limits are `[name, max, windowSeconds]`. */
async function isAllowed(subject, limits, once) {
  const keys = limits.map(([name]) => `limit:{${subject}}:${name}`);
  if (once) keys.push(`once:{${subject}}:${once.key}`);
  const numbers = limits.flatMap(([, max, seconds]) => [max, seconds * 1000]);
  const times = [Date.now(), once ? once.seconds * 1000 : 0, SLACK_MS];
  const [verdict] = await redis.takeHit(keys.length, ...keys, ...times, ...numbers);
  return verdict !== 0;
}

const refuse = (reply, status) => reply.code(status).send({ success: false });

function carOf({ id, carNumber, carModel, customMessage, customFields, selectedTemplate, name, ...row }, isOpen) {
  return {
    id,
    carNumber,
    carModel,
    customMessage,
    customFields: JSON.parse(customFields),
    selectedTemplate,
    owner: { name, phone: isOpen ? row.phone : null, email: isOpen ? row.email : null },
  };
}

const server = fastify({ trustProxy: ['127.0.0.1'] });
server.register(fastifyStatic, { root: process.env.STORAGE_URL.slice('file:'.length) });

server.get('/api/v1/cars/qr/:code', async (request, reply) => {
  if (!(await isAllowed(`ip:look-up:${request.ip}`, [['ip', 120, 60]]))) return refuse(reply, 429);
  const { code } = request.params;
  const key = `look-up:code:${code}`;
  const kept = await redis.get(key);
  const text = kept?.startsWith(ENTRY) ? kept.slice(ENTRY.length) : await loadCar(key, code);
  if (text === null) return refuse(reply, 404);
  return reply.type('application/json; charset=utf-8').send(text.slice(36));
});

async function loadCar(key, code) {
  const lease = `lease:${newId()}`;
  await redis.set(key, lease, 'PX', 10_000, 'NX');
  const [row] = await query(FIND_BY_CODE, [code]);
  if (!row) return null;
  const text = `${row.ownerId}${JSON.stringify({ success: true, car: carOf(row, false), gate: 'form' })}`;
  await redis.replaceIf(key, lease, `${ENTRY}${text}`, 300_000);
  return text;
}

const INSERT_SCAN = `INSERT INTO scans (id, carId, viewerId, qrCode, scannerPhone, scannerEmail, notes, reason, via,
  timestamp, readAt, resolvedAt, recentKey) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const INSERT_NOTICE = `INSERT INTO notifications (id, kind, userId, carId, onceKey, payload, status, attempts, dueAt,
  lastError, createdAt, finishedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

server.post('/api/v1/scans', async (request, reply) => {
  if (!(await isAllowed(`ip:scan:${request.ip}`, [['ip', 30, 60]]))) return refuse(reply, 429);
  const { scannerPhone, scannerEmail, notes, reason } = request.body;
  const [row] = await query(FIND_BY_CAR_ID, [request.body.carId]);
  if (!row) return refuse(reply, 404);
  const recentKey = createHash('sha256')
    .update(JSON.stringify([scannerPhone, scannerEmail, notes, reason]))
    .digest('hex');
  const limits = [
    [`phone:${scannerPhone}`, 3, 600],
    ['car', 20, 3600],
  ];
  if (!(await isAllowed(`scan:${row.id}`, limits, { key: recentKey, seconds: 60 }))) return refuse(reply, 429);
  const id = newId();
  const now = new Date();
  const scan = [id, row.id, null, row.qrCode, scannerPhone, scannerEmail, notes, reason, 'form', now, null, null];
  const told = { carNumber: row.carNumber, qrCode: row.qrCode, scannerPhone, scannerEmail, notes, reason, at: now };
  const payload = JSON.stringify({ kind: 'scan-alert', userId: row.ownerId, carId: row.id, scan: told });
  const noticeId = newId();
  const notice = [noticeId, 'scan-alert', row.ownerId, row.id, null, payload, 'waiting', 0, now, null, now, null];
  await transact([INSERT_SCAN, [...scan, recentKey]], [INSERT_NOTICE, notice]);
  redis.lpush('notifications', noticeId).catch(() => undefined);
  const activity = {
    id,
    carId: row.id,
    qrCode: row.qrCode,
    scannerPhone,
    scannerEmail,
    notes,
    reason,
    via: 'form',
    timestamp: now.toISOString(),
    readAt: null,
    resolvedAt: null,
  };
  return reply.code(201).send({ success: true, activity, car: carOf(row, true) });
});

const FIND_CALLER = `SELECT u.id, u.phone, u.email, u.emailVerified, u.name, u.plan, u.premiumExpiryDate, u.hasCarInfo,
  u.selectedTemplate, u.preferences, u.role, u.createdAt, u.updatedAt
  FROM sessions s JOIN users u ON u.id = s.userId
  WHERE s.id = ? AND s.userId = ? AND s.expiresAt > ?`;

server.get('/api/v1/users/me', async (request, reply) => {
  const claims = readToken(request.headers.authorization?.slice('Bearer '.length) ?? '');
  const [user] = claims ? await query(FIND_CALLER, [claims.sid, claims.sub, new Date()]) : [];
  if (!user) return refuse(reply, 401);
  return {
    success: true,
    user: {
      id: user.id,
      email: user.email,
      emailVerified: user.emailVerified === 1,
      phone: user.phone,
      name: user.name,
      isPremium: false,
      plan: user.plan,
      hasCarInfo: user.hasCarInfo === 1,
      selectedTemplate: user.selectedTemplate,
      premiumExpiryDate: user.premiumExpiryDate,
      preferences: { ...JSON.parse(user.preferences), language: 'en' },
      role: user.role,
      createdAt: user.createdAt,
      updatedAt: user.updatedAt,
    },
  };
});

function readToken(token) {
  const end = token.lastIndexOf('.');
  const expected = createHmac('sha256', tokenKey).update(token.slice(0, end)).digest();
  const given = Buffer.from(token.slice(end + 1), 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const claims = JSON.parse(Buffer.from(token.slice(token.indexOf('.') + 1, end), 'base64url').toString());
  return claims.exp * 1000 > Date.now() ? claims : null;
}

const CODE_LIMITS = [
  ['resend', 1, 30],
  ['hour', 5, 3600],
  ['day', 10, 86_400],
];

server.post('/api/v1/auth/otp/request', async (request, reply) => {
  if (!(await isAllowed(`ip:otp-request:${request.ip}`, [['ip', 100, 600]]))) return refuse(reply, 429);
  const { phone } = request.body;
  if (!(await isAllowed(`otp:${phone}`, CODE_LIMITS))) return refuse(reply, 429);
  const sessionId = newId();
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const hash = createHmac('sha256', codeKey).update(`${phone}\n${sessionId}\n${code}`).digest('base64');
  const record = { sessionId, hash, expiresAtMs: Date.now() + 300_000 };
  await redis.set(`otp:code:${phone}`, JSON.stringify(record), 'PX', 300_000);
  return { success: true, message: 'A code is on its way.', sessionId, expiresIn: 300, resendAfter: 30 };
});

server.get('/health/live', () => ({ success: true }));

server.get('/metrics', () => {
  const { user, system } = process.cpuUsage();
  return `process_cpu_seconds_total ${(user + system) / 1e6}\n`;
});

await server.listen({ port: Number(PORT), host: HOST });
process.on('SIGTERM', () => process.exit(0));

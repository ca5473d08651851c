import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolOptions } from 'mysql2';
import { GuardedPool } from '../../libs/database/src/mysql/guarded-pool.js';
import { type MysqlSettings, mysqlOptions } from '../../libs/database/src/mysql/mysql-options.js';
import { makeCertificate } from '../support/certificates.js';
import { readDatabaseUrl } from '../support/test-database.js';
import { type TlsMysql, startTlsMysql } from '../support/tls-mysql.js';

const CERTIFICATE = makeCertificate(['localhost']);
const OTHER = makeCertificate(['db.carqr.test']);

describe('MySQL with ssl=true', () => {
  const directory = mkdtempSync(join(tmpdir(), 'carqr-mysql-'));
  let server: TlsMysql;

  beforeAll(() => {
    writeFileSync(join(directory, 'ca.pem'), CERTIFICATE.cert);
    writeFileSync(join(directory, 'other.pem'), OTHER.cert);
  });
  afterEach(() => server.stop());
  afterAll(() => rmSync(directory, { recursive: true }));

  /** Runs a statement in a pool with the options that TypeORM is given. */
  async function connect(parameters: string): Promise<void> {
    const settings = readDatabaseUrl(`mysql://carqr:hunter2@localhost:${server.port}/carqr?${parameters}`);
    const { extra, host, port, username, password, database } = mysqlOptions(settings as MysqlSettings);
    const options = { ...(extra as PoolOptions), host, port, user: username, password, database };
    const pool = new GuardedPool(options, { acquireTimeoutMs: 2000, queryTimeoutMs: 2000 });
    try {
      await pool.query('DO 0', []);
    } finally {
      await new Promise((resolve) => pool.end(resolve));
    }
  }

  it('is encrypted, by an authority that is named for it alone', async () => {
    server = await startTlsMysql(CERTIFICATE);
    await connect(`ssl=true&ca=${directory}/ca.pem`);
    expect(server.logins).toEqual({ encrypted: 1, plain: 0 });
  });

  it.each([
    ['the certificate is for another host', OTHER, 'other.pem', /does not match certificate's altnames/],
    ['nobody trusts the certificate', CERTIFICATE, 'other.pem', /self-signed certificate/],
    ['the server has no TLS', undefined, 'ca.pem', /does not support secure connection/],
  ])('gives no login away where %s', async (_, certificate, ca, reason) => {
    server = await startTlsMysql(certificate);
    await expect(connect(`ssl=true&ca=${directory}/${ca}`)).rejects.toThrow(reason);
    expect(server.logins).toEqual({ encrypted: 0, plain: 0 });
  });
});

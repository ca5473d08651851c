import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from './load-settings.js';

const SECRET_FILE = 'data/jwt-secret';

describe('the settings of a program', () => {
  const home = process.cwd();
  const environment = { ...process.env };
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'carqr-settings-'));
    process.chdir(directory);
    process.env = { PATH: process.env.PATH };
  });

  afterEach(() => {
    process.chdir(home);
    process.env = { ...environment };
    rmSync(directory, { recursive: true, force: true });
  });

  it('come from a .env file, over which the environment wins', () => {
    writeFileSync('.env', '# ours\nPORT=4001\nLOG_LEVEL="debug"\nJWT_SECRET=from-the-file\n');
    process.env.PORT = '4002';
    expect(loadSettings()).toMatchObject({ http: { port: 4002 }, logLevel: 'debug', jwtSecret: 'from-the-file' });
  });

  describe('without a JWT_SECRET', () => {
    it('have one of their own that nobody else may read, and that outlives a restart', () => {
      const { jwtSecret } = loadSettings();
      expect(Buffer.byteLength(jwtSecret)).toBeGreaterThanOrEqual(32);
      expect(statSync(SECRET_FILE).mode & 0o777).toBe(0o600);
      expect(readFileSync(SECRET_FILE, 'utf8').trim()).toBe(jwtSecret);
      expect(loadSettings().jwtSecret).toBe(jwtSecret);
      expect(readdirSync('data')).toEqual(['jwt-secret']);
    });

    it('have another one in another place', () => {
      const { jwtSecret } = loadSettings();
      rmSync(SECRET_FILE);
      expect(loadSettings().jwtSecret).not.toBe(jwtSecret);
    });

    it('are refused when the one that was kept is gone from its file', () => {
      mkdirSync('data');
      writeFileSync(SECRET_FILE, '\n');
      expect(() => loadSettings()).toThrow(/^JWT_SECRET is not set, and .+ is empty\.$/);
    });

    it('are refused when there is no place to keep one', () => {
      writeFileSync('data', 'a file where the directory should be');
      expect(() => loadSettings()).toThrow(/^JWT_SECRET is not set, and none can be kept in .+\.$/);
    });

    it('take one that somebody put there, whatever its permissions', () => {
      mkdirSync('data');
      writeFileSync(SECRET_FILE, 'chosen by somebody\n');
      chmodSync(SECRET_FILE, 0o644);
      expect(loadSettings().jwtSecret).toBe('chosen by somebody');
    });
  });

  it('keep no secret in a file when JWT_SECRET is given', () => {
    process.env.JWT_SECRET = 'given';
    expect(loadSettings().jwtSecret).toBe('given');
    expect(readdirSync('.')).toEqual([]);
  });
});

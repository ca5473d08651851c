import { hashRefreshSecret, newRefreshSecret, openSuccessor, sealSuccessor } from './refresh-secret.js';

describe('a refresh secret', () => {
  it('is of 256 bits, and never the same', () => {
    const secrets = Array.from({ length: 100 }, () => newRefreshSecret());
    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });

  it('is hashed to 64 hexadecimal digits that do not hold it', () => {
    const secret = newRefreshSecret();
    expect(hashRefreshSecret(secret)).toMatch(/^[\da-f]{64}$/);
    expect(hashRefreshSecret(secret)).not.toBe(hashRefreshSecret(newRefreshSecret()));
  });

  describe('as a successor', () => {
    const [secret, successor] = [newRefreshSecret(), newRefreshSecret()];
    const sealed = sealSuccessor(secret, successor);

    it('is read by whoever has the secret before it', () => {
      expect(openSuccessor(secret, sealed)).toBe(successor);
    });

    it('fits its column and shows nothing, and looks otherwise each time', () => {
      expect(sealed.length).toBeLessThanOrEqual(255);
      expect(sealed).not.toContain(successor);
      expect(sealSuccessor(secret, successor)).not.toBe(sealed);
    });

    it('cannot be read with the hash that is stored, nor with another secret', () => {
      for (const other of [hashRefreshSecret(secret), newRefreshSecret()]) {
        expect(() => openSuccessor(other, sealed)).toThrow();
      }
    });

    it('cannot be changed unnoticed', () => {
      const bytes = Buffer.from(sealed, 'base64url');
      bytes[bytes.length - 1]! ^= 1;
      expect(() => openSuccessor(secret, bytes.toString('base64url'))).toThrow();
    });
  });
});

import bcrypt from 'bcrypt';
import { PasswordHashes } from './password-hashes.js';

const runs = { now: 0, most: 0, finish: [] as (() => void)[] };

const hashSlowly = async (text: string | Buffer): Promise<string> => {
  runs.most = Math.max(runs.most, ++runs.now);
  await new Promise<void>((resolve) => runs.finish.push(resolve));
  runs.now -= 1;
  return text.toString();
};
jest.spyOn(bcrypt, 'hash').mockImplementation(hashSlowly as never);

describe('PasswordHashes', () => {
  it('leaves two of the four threads that files and names need, too', async () => {
    const hashes = new PasswordHashes();
    const progress = { isOver: false };
    const all = Promise.all(Array.from({ length: 7 }, (_, index) => hashes.hash(`password ${index}`)));
    void all.finally(() => (progress.isOver = true));
    while (!progress.isOver) {
      runs.finish.shift()?.();
      await new Promise(setImmediate);
    }
    expect(new Set(await all).size).toBe(7);
    expect(runs.most).toBe(2);
  });

  it('gives bcrypt the whole of a password in 64 characters', async () => {
    const hashes = new PasswordHashes();
    const long = 'x'.repeat(127);
    const prehashes = await Promise.all(
      [`${long}y`, `${long}z`].map(async (password) => {
        const hash = hashes.hash(password);
        await new Promise(setImmediate);
        runs.finish.shift()?.();
        return hash;
      }),
    );
    for (const prehash of prehashes) expect(prehash).toMatch(/^hs384[\w+/]{64}$/);
    expect(prehashes[0]).not.toBe(prehashes[1]);
  });
});

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What the programs must not do anywhere, with the words by which it would be done. */
const FORBIDDEN: Record<string, RegExp> = {
  'start other programs': /child_process|\bexecFile\b|\bexecSync\b/,
  'run text as code': /\beval\(|new Function\(|node:vm\b|setTimeout\(\s*['"`]/,
  'set cookies': /set-?cookie|@fastify\/cookie/i,
  'open WebSockets': /\bWebSocket\b|@fastify\/websocket|socket\.io/i,
  'take uploads': /@fastify\/multipart|busboy|formidable/,
  'parse XML, YAML or other formats of strangers': /DOMParser|xml2js|fast-xml-parser|yaml\.(load|parse)/i,
  'use broken ciphers or hashes': /\b(md5|sha-?1|des-|rc4|aes-\d+-(ecb|cbc)|RSA_PKCS1_PADDING)\b/i,
  'send tokens to other windows': /postMessage\([^)]*['"]\*['"]/,
  'keep anything in a browser': /\b(localStorage|sessionStorage|indexedDB)\b/,
  'speak LDAP, XPath, LaTeX or GraphQL': /ldapjs|ldapts|xpath|latex|graphql/i,
};
/** Lua, in which `==` is strict. */
const LUA = 'libs/redis/src/redis-scripts.ts';
/** What is random here only spreads retries over time. */
const PAUSES = ['libs/database/src/transact.ts', 'libs/notifications/src/delivery.ts'];

const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .map((path) => join(folder, path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') })),
);

describe('the programs', () => {
  it('are found', () => {
    expect(sources.length).toBeGreaterThan(300);
  });

  it.each(Object.entries(FORBIDDEN))('do not %s', (_, pattern) => {
    expect(sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('draw nothing that must not be guessed from Math.random', () => {
    expect(sources.filter(({ text }) => text.includes('Math.random')).map(({ path }) => path)).toEqual(PAUSES);
  });

  it('compare strictly', () => {
    const loose = sources.filter(({ text }) =>
      /[^=!]==[^=]|!=[^=]/.test(text.replaceAll(/(['"`])(?:(?!\1).)*\1/g, '')),
    );
    expect(loose.map(({ path }) => path)).toEqual([LUA]);
  });

  it('follow no redirects where they ask others', () => {
    const calls = sources.filter(({ text }) => /(?<![.\w])fetch\(/.test(text));
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter(({ text }) => !text.includes("redirect: 'manual'")).map(({ path }) => path)).toEqual([]);
  });
});

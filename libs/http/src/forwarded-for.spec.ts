import type { IncomingMessage } from 'node:http';
import { normalizeForwardedFor } from './forwarded-for.js';

function normalize(header: string | undefined): unknown {
  const request = { headers: { 'x-forwarded-for': header } } as unknown as IncomingMessage;
  normalizeForwardedFor(request);
  return request.headers['x-forwarded-for'];
}

describe('X-Forwarded-For', () => {
  it.each([
    ['203.0.113.1', '203.0.113.1'],
    ['203.0.113.1:1', '203.0.113.1'],
    [' 203.0.113.1:65535 ', '203.0.113.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:0DB8:0:0:0:0:0:1]:443', '2001:db8::1'],
    ['::ffff:203.0.113.1', '203.0.113.1'],
    ['[::ffff:203.0.113.1]:443', '203.0.113.1'],
    ['::ffff:cb00:7101', '203.0.113.1'],
    ['203.0.113.1:80,[2001:db8::1]:443 ,10.0.0.1', '203.0.113.1, 2001:db8::1, 10.0.0.1'],
  ])('%j is read as %j', (header, addresses) => {
    expect(normalize(header)).toBe(addresses);
  });

  it.each([
    ['1.1.1.1, unknown, 203.0.113.1', '203.0.113.1'],
    ['unknown, 203.0.113.1:80', '203.0.113.1'],
    ['203.0.113.1,,10.0.0.1', '10.0.0.1'],
  ])('%j ends at what is no address: %j', (header, addresses) => {
    expect(normalize(header)).toBe(addresses);
  });

  it.each([
    '',
    ',,,',
    'unknown',
    '_hidden',
    '203.0.113.1, unknown',
    '203.0.113.1:',
    '203.0.113.1:http',
    '203.0.113.1:123456',
    '203.0.113.1:80:80',
    '999.1.1.1',
    '203.0.113',
    '0xcb007101',
    '010.0.0.1',
    '[203.0.113.1]:80',
    '[2001:db8::1',
    '2001:db8::1]:443',
    '[2001:db8::1]443',
    '"[2001:db8::1]:443"',
    'for=203.0.113.1',
    'x'.repeat(5000),
    undefined,
  ])('%.40j names nobody', (header) => {
    expect(normalize(header)).toBeUndefined();
  });
});

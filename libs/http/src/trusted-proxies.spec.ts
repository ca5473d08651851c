import { trustedProxies } from './trusted-proxies.js';

describe('trusted proxies', () => {
  const isTrusted = trustedProxies(['10.1.0.0/16', '192.0.2.7', 'fd00::/8', '::1']);

  it.each(['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.7', '::ffff:192.0.2.7', 'fd12::1', '::1'])('are %s', (address) => {
    expect(isTrusted(address)).toBe(true);
  });

  it.each(['10.2.0.1', '::ffff:10.2.0.1', '192.0.2.8', 'fe80::1', '::2', '', undefined])('are not %s', (address) => {
    expect(isTrusted(address)).toBe(false);
  });

  it('are none by default', () => {
    expect(trustedProxies([])('127.0.0.1')).toBe(false);
  });
});

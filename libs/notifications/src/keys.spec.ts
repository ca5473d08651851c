import { readSettings } from '@app/config';
import { NotificationKeys } from './keys.js';
import { UnsubscribeLinks } from './unsubscribe-links.js';

const [OLD, NEW, OTHER] = ['old', 'new', 'other'].map((word) => `the ${word} secret of tests, long enough for anyone`);
const USER_ID = '01938a5e-7c11-7abc-8def-012345678901';

const settingsWith = (secret = '', previous?: string) =>
  readSettings({ JWT_SECRET: secret, ...(previous !== undefined && { JWT_SECRET_PREVIOUS: previous }) }, () => '');
const keysWith = (secret?: string, previous?: string) => new NotificationKeys(settingsWith(secret, previous));
const linksWith = (secret?: string, previous?: string) =>
  new UnsubscribeLinks(keysWith(secret, previous), settingsWith(secret, previous));
const tokenOf = (links: UnsubscribeLinks) => new URL(links.urlFor(USER_ID)).searchParams.get('token') ?? '';

describe('while keys are exchanged, a code that waits and a link in a mail', () => {
  const before = [OLD] as const;
  const instances = [
    ['knows the new key and does not use it yet', [OLD, NEW]],
    ['uses the new key and knows the old one', [NEW, OLD]],
  ] as const;

  it.each(instances)('made before are good for an instance that %s', (_, [secret, previous]) => {
    expect(keysWith(secret, previous).open(keysWith(...before).seal('042137'))).toBe('042137');
    expect(linksWith(secret, previous).findUserId(tokenOf(linksWith(...before)))).toBe(USER_ID);
  });

  it.each(instances)('made by the other are good for an instance that %s', (_, [secret, previous]) => {
    expect(keysWith(secret, previous).open(keysWith(previous, secret).seal('042137'))).toBe('042137');
    expect(linksWith(secret, previous).findUserId(tokenOf(linksWith(previous, secret)))).toBe(USER_ID);
  });

  it('are made with the current key alone', () => {
    expect(keysWith(NEW).open(keysWith(NEW, OLD).seal('042137'))).toBe('042137');
    expect(linksWith(NEW).findUserId(tokenOf(linksWith(NEW, OLD)))).toBe(USER_ID);
  });

  it('of any other key are good for nobody', () => {
    expect(() => keysWith(NEW, OLD).open(keysWith(OTHER).seal('042137'))).toThrow('another key');
    expect(() => keysWith(NEW, OLD).open('')).toThrow('another key');
    expect(linksWith(NEW, OLD).findUserId(tokenOf(linksWith(OTHER)))).toBeNull();
  });
});

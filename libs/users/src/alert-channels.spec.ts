import { alertChannelsOf } from './alert-channels.js';
import { DEFAULT_PREFERENCES } from './user.entity.js';

describe('the channels of alerts', () => {
  const asha = { email: 'asha@example.com', emailVerified: true, preferences: DEFAULT_PREFERENCES };

  it('are mail for a confirmed address', () => {
    expect(alertChannelsOf(asha)).toEqual(['email']);
  });

  it.each([
    ['without an address', { email: null, emailVerified: false }],
    ['while the address is not confirmed', { emailVerified: false }],
    ['for somebody who wants no mail', { preferences: { ...DEFAULT_PREFERENCES, notifyByEmail: false } }],
  ])('are none %s', (_case, change) => {
    expect(alertChannelsOf({ ...asha, ...change })).toEqual([]);
  });
});

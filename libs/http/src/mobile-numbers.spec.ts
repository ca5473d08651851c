import { mobileCountryOf } from './mobile-numbers.js';

describe('mobileCountryOf', () => {
  it.each([
    ['an Indian mobile', '+919876543210', 'IN'],
    ['a mobile of the newest Indian series', '+916012345678', 'IN'],
    ['a British mobile', '+447400123456', 'GB'],
    ['one of an island under the same code', '+447911123456', 'GG'],
    ['an American number, which may be either', '+14155552671', 'US'],
    ['a Jamaican mobile under the same code', '+18765551234', 'JM'],
    ['a mobile of Kazakhstan, under the code of Russia', '+77012345678', 'KZ'],
  ])('names the country of %s', (_what, phone, country) => {
    expect(mobileCountryOf(phone)).toBe(country);
  });

  it.each([
    ['an Indian landline', '+918041234567'],
    ['an Indian toll-free number', '+911800123456'],
    ['a British landline', '+442079460958'],
    ['a British premium-rate number', '+449098790000'],
    ['a shared-cost number', '+498001234567'],
    ['a VoIP number', '+445612345678'],
    ['an American toll-free number', '+18005550199'],
    ['an American premium-rate number', '+19005551234'],
    ['an Inmarsat phone', '+870773111632'],
    ['an Iridium phone, which its plan calls mobile', '+881612345678'],
    ['an international network (+882)', '+882161234567'],
    ['an international network (+883)', '+883510012345'],
    ['an international toll-free number', '+80012345678'],
    ['an international premium-rate number', '+979123456789'],
  ])('names none for %s', (_what, phone) => {
    expect(mobileCountryOf(phone)).toBeUndefined();
  });
});

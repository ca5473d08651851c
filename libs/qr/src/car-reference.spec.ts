import { readCarReference } from './car-reference.js';

const CAR_ID = '01938a5e-7c11-7abc-8def-012345678901';

describe('readCarReference', () => {
  it.each([
    '7K3M9QXT2B',
    '7k3m9qxt2b',
    ' 7K3M9-QXT2B ',
    'https://carqr.in/S/7K3M9QXT2B',
    'HTTPS://CARQR.IN/S/7K3M9QXT2B',
    'http://localhost:3000/s/7k3m9qxt2b/',
    'https://old-domain.example/S/7K3M9QXT2B?utm_source=x#top',
    'https://carqr.in/base/S/7K3M9QXT2B',
    'https:/carqr.in/S/7K3M9QXT2B',
    '\u200e7K3M9\u2011QXT2B\u200b',
    '\ufeffhttps://carqr.in/S/7K3M9QXT2B\u2060',
    '७K३M९QXT२B',
  ])('reads a code from %j', (text) => {
    expect(readCarReference(text)).toEqual({ code: '7K3M9QXT2B' });
  });

  it('replaces letters typed for similar digits', () => {
    expect(readCarReference('oIl0')).toEqual({ code: '0110' });
  });

  it.each([CAR_ID, CAR_ID.toUpperCase(), ` ${CAR_ID}\n`])('reads a car id from %j', (text) => {
    expect(readCarReference(text)).toEqual({ carId: CAR_ID });
  });

  it.each([
    '',
    ' ',
    'X',
    'A'.repeat(33),
    `${CAR_ID}0`,
    'https://carqr.in/',
    'https://carqr.in/T/7K3M9QXT2B',
    'https://carqr.in/S/',
    'carqr.in/S/7K3M9QXT2B',
    'javascript:alert(1)',
    "1' OR 1=1",
    '7K3M9\u0000QXT2B',
    'https:carqr.in/S/7K3M9QXT2B',
    'https:///',
    'https://carqr.in/S/7K3M9QXT2B/more',
  ])('rejects %j', (text) => {
    expect(readCarReference(text)).toBeNull();
  });
});

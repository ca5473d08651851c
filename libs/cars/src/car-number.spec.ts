import { CAR_NUMBER, normalizeCarNumber } from './car-number.js';

describe('a plate', () => {
  it.each([
    ['ka 01 ab 1234', 'KA01AB1234'],
    ['KA-01-AB-1234', 'KA01AB1234'],
    ['22 bh 1234 aa', '22BH1234AA'],
    ['\tB\u00a0X - 1\n', 'BX1'],
  ])('%j is stored as %s', (written, stored) => {
    expect(normalizeCarNumber(written)).toBe(stored);
    expect(CAR_NUMBER.test(stored)).toBe(true);
    expect(normalizeCarNumber(stored)).toBe(stored);
  });

  it.each(['A', 'ABCDE12345FGHIJK', 'KA.01', 'KA０１', 'кa01', 'straße1', 'ıx1', ''])('%j is none', (written) => {
    expect(CAR_NUMBER.test(normalizeCarNumber(written))).toBe(false);
  });
});

import { CAR_NUMBER, normalizeCarNumber } from './car-number.js';

describe('a plate', () => {
  it.each([
    ['ka 01 ab 1234', 'KA01AB1234'],
    ['KA-01-AB-1234', 'KA01AB1234'],
    ['22 bh 1234 aa', '22BH1234AA'],
    ['\tB\u00a0X - 1\n', 'BX1'],
    ['KA.01.AB.1234', 'KA01AB1234'],
    ['KA/01/AB/1234', 'KA01AB1234'],
    ['M·AB 123', 'MAB123'],
    ['KA•01•AB•1234', 'KA01AB1234'],
    ['KA\u201101\u2013AB\u22121234', 'KA01AB1234'],
    ['\u202aKA\u200b01\u00adAB\ufeff1234\u202c', 'KA01AB1234'],
    ['↑08D123456X', '08D123456X'],
    ['⬆\ufe0f 08 D 123456 X', '08D123456X'],
    ['⇧08D123456X', '08D123456X'],
    ['08↑D123456X', '08D123456X'],
    ['०१-AB', '01AB'],
    ['KA ०१ AB १२३४', 'KA01AB1234'],
    ['KA٠١AB۱۲۳۴', 'KA01AB1234'],
    ['ＫＡ０１ａｂ１２３４', 'KA01AB1234'],
    ['ＫＡ．０１／ＡＢ－１２３４', 'KA01AB1234'],
  ])('%j is stored as %s', (written, stored) => {
    expect(normalizeCarNumber(written)).toBe(stored);
    expect(CAR_NUMBER.test(stored)).toBe(true);
    expect(normalizeCarNumber(stored)).toBe(stored);
  });

  it.each([
    'A',
    'ABCDE12345FGHIJK',
    'кa01',
    'straße1',
    'ıx1',
    '',
    './-',
    'KA01↑AB1234',
    '↑↑08D123456X',
    'KA01AB1234↑',
    'KA,01',
    'KA01²',
    'ＫＡ＿０１',
    'केए01',
    'KA01\u0000',
    'Ⅻ12',
  ])('%j is none', (written) => {
    expect(CAR_NUMBER.test(normalizeCarNumber(written))).toBe(false);
  });
});

import { encodeSymbol } from './symbol.js';
import { symbolValue } from './symbol-value.js';

const CODE = 'K7QF3M9T2X';

describe('symbolValue', () => {
  it('is in capitals, which make the symbol smaller', () => {
    expect(symbolValue('https://scan.carqr.example', CODE)).toBe(`HTTPS://SCAN.CARQR.EXAMPLE/S/${CODE}`);
    expect(symbolValue('http://localhost:3000/', CODE)).toBe(`HTTP://LOCALHOST:3000/S/${CODE}`);
  });

  it('takes no more modules than the same address in small letters, and often fewer', () => {
    let fewer = 0;
    for (let length = 1; length < 60; length++) {
      const publicUrl = `https://${'a'.repeat(length)}.in`;
      const value = symbolValue(publicUrl, CODE);
      const small = encodeSymbol(`${publicUrl}/S/${CODE}`);
      const chosen = encodeSymbol(value);
      expect(chosen.version).toBeLessThanOrEqual(small.version);
      if (chosen.version < small.version) fewer++;
      expect(value.toLowerCase()).toBe(`${publicUrl}/S/${CODE}`.toLowerCase());
    }
    expect(fewer).toBeGreaterThan(30);
  });

  it('keeps the case of a path that is not ours', () => {
    expect(symbolValue('https://example.org/carQR/', CODE)).toBe(`https://example.org/carQR/S/${CODE}`);
  });
});

import { capitalSymbolValue, symbolValue } from './symbol-value.js';

const CODE = 'K7QF3M9T2X';

describe('symbolValue', () => {
  it.each([
    ['https://scan.carqr.example', `https://scan.carqr.example/s/${CODE}`],
    ['http://localhost:3000/', `http://localhost:3000/s/${CODE}`],
    ['https://example.org/base', `https://example.org/base/s/${CODE}`],
  ])('has nothing in capitals but the code: %s', (publicUrl, value) => {
    expect(symbolValue(publicUrl, CODE)).toBe(value);
  });

  it('keeps the case of a path in the public URL, which belongs to another server', () => {
    expect(symbolValue('https://example.org/carQR/', CODE)).toBe(`https://example.org/carQR/s/${CODE}`);
  });
});

describe('capitalSymbolValue', () => {
  it.each([
    ['https://scan.carqr.example', `HTTPS://SCAN.CARQR.EXAMPLE/S/${CODE}`],
    ['http://localhost:3000/', `HTTP://LOCALHOST:3000/S/${CODE}`],
    ['https://example.org/carQR/', `https://example.org/carQR/S/${CODE}`],
  ])('is what the first stickers say: %s', (publicUrl, value) => {
    expect(capitalSymbolValue(publicUrl, CODE)).toBe(value);
  });
});

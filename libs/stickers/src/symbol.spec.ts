import { create } from 'qrcode';
import { encodeSymbol } from './symbol.js';

const CODE = 'K7QF3M9T2X';

describe('encodeSymbol', () => {
  it('takes the smallest version that holds the value, and the strongest correction which that version holds', () => {
    for (let length = 1; length < 300; length += 7) {
      const value = 'A'.repeat(length);
      const { version, errorCorrection } = encodeSymbol(value);
      const versions = (['L', 'M', 'Q', 'H'] as const).map((errorCorrectionLevel) => ({
        errorCorrectionLevel,
        version: create(value, { errorCorrectionLevel }).version,
      }));
      expect(version).toBe(Math.min(...versions.map((other) => other.version)));
      expect(errorCorrection).toBe(versions.findLast((other) => other.version === version)?.errorCorrectionLevel);
    }
  });

  it.each([
    ['https://carqr.in', 2, 'L'],
    ['https://carqr.example', 2, 'L'],
    ['https://scan.carqr.example', 3, 'M'],
    ['https://stickers.parking-help.example.in', 3, 'L'],
  ])('encodes %s in version %i with %s', (publicUrl, version, errorCorrection) => {
    expect(encodeSymbol(`${publicUrl}/s/${CODE}`)).toMatchObject({ version, errorCorrection });
  });

  it('draws 17 modules and four more for each version', () => {
    for (const value of ['A', `https://carqr.example/s/${CODE}`, 'x'.repeat(200)]) {
      const { side, version } = encodeSymbol(value);
      expect(side).toBe(17 + 4 * version);
    }
  });

  it('has a finder in three corners, and light all around', () => {
    const { side, isDark } = encodeSymbol(CODE);
    const corner = (x: number, y: number): boolean[] => [isDark(x, y), isDark(x + 1, y + 1), isDark(x + 3, y + 3)];
    for (const [x, y] of [
      [0, 0],
      [side - 7, 0],
      [0, side - 7],
    ] as const) {
      expect(corner(x, y)).toEqual([true, false, true]);
    }
    for (let at = -1; at <= side; at++) {
      expect([isDark(at, -1), isDark(-1, at), isDark(at, side), isDark(side, at)]).not.toContain(true);
    }
  });

  it('refuses a value that no symbol holds', () => {
    expect(() => encodeSymbol('x'.repeat(3000))).toThrow('3000 characters fit no symbol.');
  });
});

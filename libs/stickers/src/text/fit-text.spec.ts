import { fitText, type FittedText, type TextRoom } from './fit-text.js';

const ROOM: TextRoom = { width: 60, height: 6.5, maxSize: 4, maxLines: 2 };

function heightOf({ lines, size, lineHeight }: FittedText): number {
  return ((lines[0]?.ascent ?? 0) + (lines.at(-1)?.descent ?? 0)) * size + lineHeight * (lines.length - 1);
}

function words({ lines }: FittedText): string[] {
  return lines.map((line) => line.runs.map((run) => run.text).join(''));
}

describe('fitText', () => {
  it.each([
    ['the widest Latin letters', 'W'.repeat(60)],
    ['many words', 'Flat 402, Sunrise Towers. Please call, do not tow. Thanks! A'],
    ['a word among short ones', `Hi ${'M'.repeat(50)} you`],
    ['marks above and below', 'ಕ್ಷ್ರೀ ಸ್ತ್ರೀ '.repeat(4)],
    ['Arabic', 'امسح الرمز للاتصال بصاحب السيارة '.repeat(2).slice(0, 60)],
    ['emoji', '🚗🙏🏽❤️'.repeat(20)],
    ['one very wide character', '﷽'],
  ])('keeps within its room: %s', (_, text) => {
    const fitted = fitText(text, 'text', ROOM);
    for (const line of fitted.lines) expect(line.width * fitted.size).toBeLessThanOrEqual(ROOM.width + 1e-9);
    expect(heightOf(fitted)).toBeLessThanOrEqual(ROOM.height + 1e-9);
    expect(fitted.size).toBeGreaterThan(0.5);
  });

  it('uses the full size and one line where there is room', () => {
    const fitted = fitText('Priya', 'text', ROOM);
    expect(fitted.size).toBe(ROOM.maxSize);
    expect(fitted.lines).toHaveLength(1);
  });

  it('breaks at a space, into lines of even length', () => {
    const fitted = fitText('Please do not tow this car, call me first', 'text', { ...ROOM, width: 35, maxSize: 2.2 });
    const [first, second] = words(fitted);
    expect(`${first} ${second}`).toBe('Please do not tow this car, call me first');
    expect(Math.abs((first?.length ?? 0) - (second?.length ?? 0))).toBeLessThan(8);
  });

  it('breaks within a word that would be too small on one line', () => {
    const text = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunte';
    const fitted = fitText(text, 'text', ROOM);
    expect(fitted.lines).toHaveLength(2);
    expect(words(fitted).join('')).toBe(text);
    expect(fitted.size).toBeGreaterThan(fitText(text, 'text', { ...ROOM, maxLines: 1 }).size);
  });

  it('never breaks within what a reader takes for one letter', () => {
    const conjuncts = 'क्षि'.repeat(15);
    const [first] = words(fitText(conjuncts, 'text', { ...ROOM, width: 30 }));
    expect((first?.length ?? 0) % 'क्षि'.length).toBe(0);
  });
});

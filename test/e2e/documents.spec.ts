import { readFileSync } from 'node:fs';

describe('docs/errors.md', () => {
  it('explains every code that the OpenAPI document mentions', () => {
    const { components } = JSON.parse(readFileSync('openapi.json', 'utf8'));
    const codes = new Set<string>(components.schemas.ErrorCode.enum);
    const explained = new Set(readFileSync('docs/errors.md', 'utf8').match(/(?<=^\| )[A-Z_]+(?= \|)/gm));
    expect(codes.size).toBeGreaterThan(10);
    expect([...codes].filter((code) => !explained.has(code))).toEqual([]);
  });
});

/** One `?` for each value, for the brackets of IN or VALUES. */
export function placeholders(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

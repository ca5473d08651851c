/** A `?` for each of the values of a list, as it stands between the brackets of IN or VALUES. */
export function placeholders(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

/**
 * What a message with a one-time code says.
 *
 * @param appHash what Android's SMS Retriever looks for in the last line, when the app says its hash; it reads messages
 * of at most 140 bytes, and older versions of it want the first three characters too
 */
export function codeText(code: string, ttlSeconds: number, appHash?: string): string {
  const minutes = minutesOf(ttlSeconds);
  const time = minutes === 1 ? 'one minute' : `${minutes} minutes`;
  const text = `${code} is your CarQR code. It is good for ${time}. Share it with nobody.`;
  return appHash ? `<#> ${text}\n${appHash}` : text;
}

/** How long a code is good for, in whole minutes, as its message says it. */
export function minutesOf(seconds: number): number {
  return Math.max(1, Math.round(seconds / 60));
}

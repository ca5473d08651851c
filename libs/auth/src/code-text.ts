/**
 * What a message with a one-time code says.
 *
 * @param appHash what Android's SMS Retriever looks for in the last line, when the app says its hash
 */
export function codeText(code: string, ttlSeconds: number, appHash?: string): string {
  const minutes = Math.max(1, Math.round(ttlSeconds / 60));
  const text = `${code} is your CarQR code. It is good for ${minutes} minutes. Share it with nobody.`;
  return appHash ? `<#> ${text}\n${appHash}` : text;
}

import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** `203.0.113.1:8080`, `[2001:db8::1]:8080` and `[2001:db8::1]`: the port is the client's and changes with each connection. */
const WITH_PORT = /^(?:([\d.]+):\d{1,5}|\[([\da-f]*:[\da-f:.]*)\](?::\d{1,5})?)$/i;

/**
 * Keeps only addresses in X-Forwarded-For, in canonical form, so that a client cannot appear as many to the limits.
 *
 * The last entry comes from the nearest proxy. An entry that is not an address, such as `unknown`, is dropped together
 * with everything before it, and the proxy that wrote it counts as the client.
 */
export function normalizeForwardedFor({ headers }: IncomingMessage): void {
  const header = headers['x-forwarded-for'];
  if (header === undefined) return;
  const entries = String(header)
    .split(',')
    .map((entry) => readAddress(entry.trim()));
  const addresses = entries.slice(entries.lastIndexOf(null) + 1);
  if (addresses.length > 0) headers['x-forwarded-for'] = addresses.join(', ');
  else delete headers['x-forwarded-for'];
}

/** @returns null when the text is not an address */
function readAddress(entry: string): string | null {
  const [, ipv4, ipv6] = WITH_PORT.exec(entry) ?? [];
  const address = ipv4 ?? ipv6 ?? entry;
  // The two parsers disagree: Node accepts zones such as `::1%-`, which the other rejects; that one reads `1` as 0.0.0.1.
  return isIP(address) !== 0 && ipaddr.isValid(address) ? ipaddr.process(address).toString() : null;
}

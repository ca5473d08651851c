import ipaddr from 'ipaddr.js';

/** Customers are given at least a whole /64 of IPv6. */
const IPV6_NETWORK_BYTES = 8;

/** The network by which a caller is recognised: the address itself for IPv4, its /64 for IPv6. */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return Buffer.from(address.toByteArray().slice(0, IPV6_NETWORK_BYTES)).toString('hex');
}

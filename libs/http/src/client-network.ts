import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';

const CUSTOMER_PREFIX = 64;

/** One client for limits by address: an IPv4 address, or the /64 network that an IPv6 customer gets. */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${CUSTOMER_PREFIX}`).toString()}/${CUSTOMER_PREFIX}`;
}

/** The caller's network, for limits that the service counts. */
export const ClientNetwork = createParamDecorator((_data: unknown, context: ExecutionContext): string =>
  networkOf(context.switchToHttp().getRequest<FastifyRequest>().ip),
);

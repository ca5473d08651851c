import { Header } from '@nestjs/common';

/** Why and until when clients should move on from a route; docs/versioning.md is the policy. */
export interface Deprecation {
  /** The day of the release since which there is something better, as an ISO date. */
  since: string;
  /** The day from which the route may be gone, as an ISO date; absent while it stays for good. */
  sunset?: string;
}

/** The headers that tell a client: `Deprecation` of RFC 9745, in Unix seconds, and `Sunset` of RFC 8594, an HTTP date. */
export function deprecationHeaders({ since, sunset }: Deprecation): Record<string, string> {
  return {
    Deprecation: `@${Date.parse(since) / 1000}`,
    ...(sunset && { Sunset: new Date(sunset).toUTCString() }),
  };
}

/** Sends them with every successful response of a route. */
export function sendDeprecation(deprecation: Deprecation): MethodDecorator[] {
  return Object.entries(deprecationHeaders(deprecation)).map(([name, value]) => Header(name, value));
}

/** How the OpenAPI document describes them. */
export function describeDeprecation(deprecation: Deprecation): Record<string, object> {
  const described = Object.entries(deprecationHeaders(deprecation)).map(([name, example]) => [
    name,
    { description: 'There is a better route; see the changelog.', schema: { type: 'string', example } },
  ]);
  return Object.fromEntries(described) as Record<string, object>;
}

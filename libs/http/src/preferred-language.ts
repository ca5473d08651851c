import Negotiator from 'negotiator';

/**
 * The best of the languages that a client asks for.
 *
 * @param acceptLanguage the header of that name (RFC 9110)
 * @returns undefined when it asks for none of them
 */
export function preferredLanguage<T extends string>(
  acceptLanguage: string | undefined,
  languages: readonly T[],
): T | undefined {
  const negotiator = new Negotiator({ headers: { 'accept-language': acceptLanguage ?? '' } });
  const [wanted] = negotiator.languages([...languages]);
  return languages.find((language) => language === wanted);
}

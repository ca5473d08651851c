import { Injectable } from '@nestjs/common';

/** Shorter ones are in too many good passwords. */
const MIN_WORD_LENGTH = 3;
/** The ending of a phone number is a word from so many digits on. */
const MIN_PHONE_DIGITS = 6;

export type AccountWordSource = (userId: string) => Promise<readonly string[]>;

/** Where every feature says which words a stranger would try first as a user's password. */
@Injectable()
export class AccountWords {
  private readonly sources: AccountWordSource[] = [];

  register(source: AccountWordSource): void {
    this.sources.push(source);
  }

  async list(userId: string): Promise<string[]> {
    const lists = await Promise.all(this.sources.map((source) => source(userId)));
    return [...new Set(lists.flat())].filter((word) => [...word].length >= MIN_WORD_LENGTH);
  }
}

/** The words of a profile: endings of the phone number (which cover its spellings), address and name, whole and in parts. */
export function wordsOfProfile({
  phone,
  email,
  name,
}: {
  phone: string;
  email: string | null;
  name: string | null;
}): string[] {
  const digits = phone.replace(/\D/g, '');
  const endings = Array.from({ length: Math.max(0, digits.length - MIN_PHONE_DIGITS + 1) }, (_, index) =>
    digits.slice(index),
  );
  return [...endings, ...wholeAndParts(email), ...wholeAndParts(name)];
}

function wholeAndParts(text: string | null): string[] {
  return text === null ? [] : [text, ...text.split(/[^\p{Letter}\p{Mark}\p{Number}]+/u)];
}

import { Injectable } from '@nestjs/common';
import { isGuessable } from '@app/config';
import { MIN_PASSWORD_LENGTH, invalidFields } from '@app/http';
import { AccountWords } from '@app/users';

/**
 * Ten million guesses. At 60 tries a day they take centuries; a leaked hash of cost 12 takes hours on one graphics card.
 * A higher bound would refuse random passwords of eight characters, which the estimator puts at 10^8.
 */
const GUESSES_LOG10 = 7;
/** The estimate takes up to 0.1 s for so many characters, and far longer for 128. Enough to tell a weak beginning. */
const MAX_ESTIMATED_LENGTH = 40;

/** Refuses passwords that are tried first. */
@Injectable()
export class PasswordRules {
  constructor(private readonly accountWords: AccountWords) {}

  /** @throws AppError VALIDATION_FAILED for a common password, or one made of the account's own data */
  async requireStrong(userId: string, newPassword: string): Promise<void> {
    const words = ['carqr', ...(await this.accountWords.list(userId))];
    if (isMadeOf(newPassword, words)) {
      const message = 'newPassword must not be made of your phone number, e-mail address, name, number plate or carqr';
      throw invalidFields({ field: 'newPassword', message });
    }
    const beginning = [...newPassword.normalize('NFKC')].slice(0, MAX_ESTIMATED_LENGTH).join('');
    if (isGuessable(beginning, GUESSES_LOG10, words)) {
      throw invalidFields({ field: 'newPassword', message: 'newPassword is too easy to guess' });
    }
  }
}

/** Whether the password has one of the words in it, however spaced, and too little besides. */
function isMadeOf(password: string, words: readonly string[]): boolean {
  const text = compact(password);
  const longestFirst = words.map(compact).sort((one, other) => other.length - one.length);
  const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ''), text);
  return rest !== text && [...rest].length < MIN_PASSWORD_LENGTH;
}

function compact(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Mark}\p{Number}]/gu, '');
}

import { createRequire } from 'node:module';
import type * as Common from '@zxcvbn-ts/language-common';
import type * as Core from '@zxcvbn-ts/core';
import type * as English from '@zxcvbn-ts/language-en';

const require = createRequire(import.meta.url);

/** Keeps the slowest password of 40 characters below 0.1 s; the default of 100 takes most of a second. */
const MAX_SUBSTITUTIONS = 10;

/**
 * Whether a secret is found within 10 to the power of `guessesLog10` guesses.
 *
 * @param words what else is tried first, such as the name of the secret's owner
 */
export type IsGuessable = (secret: string, guessesLog10: number, words?: string[]) => boolean;

/**
 * Estimates secrets as somebody would guess them who tries dictionaries, sequences, dates, keyboard rows and repetitions
 * first. The dictionaries take 0.3 s to load the first time, and 0.1 s later; the estimator keeps 15 MB. So create it when
 * it is needed, and keep it only where it is needed again.
 *
 * Upper case is ignored: alternating it would make a plain sequence look random, while random text has enough without.
 */
export function loadEstimator(): IsGuessable {
  const { ZxcvbnFactory } = require('@zxcvbn-ts/core') as typeof Core;
  const common = require('@zxcvbn-ts/language-common') as typeof Common;
  const english = require('@zxcvbn-ts/language-en') as typeof English;
  const estimator = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: MAX_SUBSTITUTIONS,
  });
  return (secret, guessesLog10, words = []) => estimator.check(secret.toLowerCase(), words).guessesLog10 < guessesLog10;
}

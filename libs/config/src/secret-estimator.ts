import { createRequire } from 'node:module';
import type * as Common from '@zxcvbn-ts/language-common';
import type * as Core from '@zxcvbn-ts/core';
import type * as English from '@zxcvbn-ts/language-en';

const require = createRequire(import.meta.url);

/** Keeps the slowest password of 40 characters below 0.1 s; the default of 100 takes most of a second. */
const MAX_SUBSTITUTIONS = 10;

type Estimate = (secret: string, words: string[]) => { guessesLog10: number };

let estimate: Estimate | undefined;

/**
 * Whether a secret is found within 10 to the power of `guessesLog10` guesses, by somebody who tries dictionaries,
 * sequences, dates, keyboard rows and repetitions first. The dictionaries take 0.4 s and 15 MB: they are loaded for the
 * first estimate and then kept.
 *
 * Upper case is ignored: alternating it would make a plain sequence look random, while random text has enough without.
 *
 * @param words what else is tried first, such as the name of the secret's owner
 */
export function isGuessable(secret: string, guessesLog10: number, words: string[] = []): boolean {
  estimate ??= loadEstimator();
  return estimate(secret.toLowerCase(), words).guessesLog10 < guessesLog10;
}

function loadEstimator(): Estimate {
  const { ZxcvbnFactory } = require('@zxcvbn-ts/core') as typeof Core;
  const common = require('@zxcvbn-ts/language-common') as typeof Common;
  const english = require('@zxcvbn-ts/language-en') as typeof English;
  const estimator = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: MAX_SUBSTITUTIONS,
  });
  return (secret, words) => estimator.check(secret, words);
}

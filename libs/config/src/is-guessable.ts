import { createRequire } from 'node:module';
import type * as Common from '@zxcvbn-ts/language-common';
import type * as Core from '@zxcvbn-ts/core';
import type * as English from '@zxcvbn-ts/language-en';

const require = createRequire(import.meta.url);

/** Keeps the slowest password of 40 characters below 0.1 s; the default of 100 takes most of a second. */
const MAX_SUBSTITUTIONS = 10;

let estimator: Core.ZxcvbnFactory | undefined;

/**
 * Whether a secret is found within so many guesses by somebody who tries dictionaries, sequences, dates, keyboard rows and
 * repetitions first.
 *
 * Upper case is ignored: alternating it would make a plain sequence look random, while random text has enough without.
 *
 * @param guessesLog10 the power of ten below which a secret is too weak
 * @param words what else is tried first, such as the name of the secret's owner
 */
export function isGuessable(secret: string, guessesLog10: number, words: string[] = []): boolean {
  estimator ??= loadEstimator();
  return estimator.check(secret.toLowerCase(), words).guessesLog10 < guessesLog10;
}

/** Loaded when first needed: the dictionaries take about 0.2 s. In production that is at the start. */
function loadEstimator(): Core.ZxcvbnFactory {
  const { ZxcvbnFactory } = require('@zxcvbn-ts/core') as typeof Core;
  const common = require('@zxcvbn-ts/language-common') as typeof Common;
  const english = require('@zxcvbn-ts/language-en') as typeof English;
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: MAX_SUBSTITUTIONS,
  });
}

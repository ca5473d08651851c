import { createRequire } from 'node:module';
import type * as Common from '@zxcvbn-ts/language-common';
import type * as Core from '@zxcvbn-ts/core';

const require = createRequire(import.meta.url);

let estimator: Core.ZxcvbnFactory | undefined;

/**
 * Whether a secret is found within so many guesses by somebody who tries dictionaries, sequences, dates, keyboard rows and
 * repetitions first.
 *
 * Upper case is ignored: alternating it would make a plain sequence look random, while random text has enough without.
 *
 * @param guessesLog10 the power of ten below which a secret is too weak
 */
export function isGuessable(secret: string, guessesLog10: number): boolean {
  estimator ??= loadEstimator();
  return estimator.check(secret.toLowerCase()).guessesLog10 < guessesLog10;
}

/** Only production needs the dictionaries, which take about 0.1 s to load. */
function loadEstimator(): Core.ZxcvbnFactory {
  const { ZxcvbnFactory } = require('@zxcvbn-ts/core') as typeof Core;
  const { dictionary, adjacencyGraphs } = require('@zxcvbn-ts/language-common') as typeof Common;
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
}

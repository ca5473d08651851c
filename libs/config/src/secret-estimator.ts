import { createRequire } from 'node:module';
import type * as Common from '@zxcvbn-ts/language-common';
import type * as Core from '@zxcvbn-ts/core';

const require = createRequire(import.meta.url);

/** Whether a secret is found within 10 to the power of `guessesLog10` guesses. */
export type IsGuessable = (secret: string, guessesLog10: number) => boolean;

/**
 * Estimates secrets as somebody would guess them who tries dictionaries, sequences, dates, keyboard rows and repetitions
 * first. The dictionaries take about 0.1 s to load and 16 MB: production needs them at the start only, so let go of them.
 *
 * Upper case is ignored: alternating it would make a plain sequence look random, while random text has enough without.
 */
export function loadEstimator(): IsGuessable {
  const { ZxcvbnFactory } = require('@zxcvbn-ts/core') as typeof Core;
  const { dictionary, adjacencyGraphs } = require('@zxcvbn-ts/language-common') as typeof Common;
  const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return (secret, guessesLog10) => estimator.check(secret.toLowerCase()).guessesLog10 < guessesLog10;
}

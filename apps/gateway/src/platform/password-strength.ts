import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';

/** Of 4: "safely unguessable", a hundred million guesses. */
const LEAST_SCORE = 3;
const LEAST_LENGTH = 8;
// The estimator's work grows with the square of the length; what is longer is strong enough by that.
const LONGEST_LOOKED_AT = 128;

let estimator: ZxcvbnFactory | undefined;

/** Made when the first password is set: the dictionaries take their time. */
const getEstimator = (): ZxcvbnFactory =>
  (estimator ??= new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  }));

/**
 * Why a password is too easy to guess, in words for whoever chooses it; undefined when it is not. No rules about
 * characters: they make passwords worse (NIST SP 800-63B §3.1.1.2).
 * @param ownWords what others know of the person: names, address
 */
export function findPasswordProblem(password: string, ownWords: readonly string[]): string | undefined {
  if (password.length < LEAST_LENGTH) return `Use at least ${LEAST_LENGTH} characters.`;
  const words = ownWords
    .flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length > 2);
  const { score, feedback } = getEstimator().check(password.slice(0, LONGEST_LOOKED_AT), words);
  if (score >= LEAST_SCORE) return undefined;
  const advice = [feedback.warning, ...feedback.suggestions].filter((text) => text !== null && text !== '');
  return `This password is too easy to guess. ${advice.join(' ') || 'A few uncommon words in a row make a good one.'}`;
}

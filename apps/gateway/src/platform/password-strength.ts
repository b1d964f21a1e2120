import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { describePortalProblem, type PortalProblemValues } from '@gatehouse/dto';
import { listReasons } from './password-reasons.js';

/** Of 4: "safely unguessable", a hundred million guesses. */
const LEAST_SCORE = 3;
const LEAST_LENGTH = 8;
// The estimator's work grows with the square of the length; what is longer is strong enough by that.
const LONGEST_LOOKED_AT = 128;

/** The one reason that the estimator has no warning of its own for. */
const COMMON_WORDS = 'Common words are easy to guess, even with a number at their end.';

/** Loaded when the first password is set, one by one: the dictionaries take their time. */
const zxcvbn = async () => ({
  ...(await import('@zxcvbn-ts/core')),
  common: await import('@zxcvbn-ts/language-common'),
  english: await import('@zxcvbn-ts/language-en'),
});

let made: ZxcvbnFactory | undefined;

async function getEstimator(): Promise<{
  readonly estimator: ZxcvbnFactory;
  /** What it warns of, by name. */
  readonly warnings: Readonly<Record<string, string>>;
}> {
  const { ZxcvbnFactory, common, english } = await zxcvbn();
  // Others may have waited for the same.
  made ??= new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
  return { estimator: made, warnings: { ...english.translations.warnings } };
}

/** Why a password is not taken. */
export interface PasswordProblem {
  readonly code: 'password-too-short' | 'password-too-easy';
  /** Of the text; `reasons`, where there are any, are names with spaces between them: `userInputs dates`. */
  readonly values: PortalProblemValues;
  readonly text: string;
}

/**
 * Why a password is too easy to guess, in words for whoever chooses it; undefined when it is not. No rules about
 * characters: they make passwords worse (NIST SP 800-63B §3.1.1.2).
 * @param ownWords what others know of the person: names, address
 */
export async function findPasswordProblem(
  password: string,
  ownWords: readonly string[],
): Promise<PasswordProblem | undefined> {
  if (password.length < LEAST_LENGTH) return describe('password-too-short', { count: LEAST_LENGTH });
  const words = ownWords
    .flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length > 2);
  const { estimator, warnings } = await getEstimator();
  const { score, feedback, sequence } = estimator.check(password.slice(0, LONGEST_LOOKED_AT), words);
  if (score >= LEAST_SCORE) return undefined;
  const warning = Object.entries(warnings).find(([, text]) => text === feedback.warning)?.[0];
  const reasons = listReasons(warning, sequence);
  const told = reasons.map((reason) => warnings[reason] ?? COMMON_WORDS);
  return describe('password-too-easy', {
    advice: [...told, ...feedback.suggestions].join(' ') || 'A few uncommon words in a row make a good one.',
    ...(reasons.length > 0 && { reasons: reasons.join(' ') }),
  });
}

const describe = (code: PasswordProblem['code'], values: PortalProblemValues): PasswordProblem => ({
  code,
  values,
  text: describePortalProblem(code, values).detail,
});

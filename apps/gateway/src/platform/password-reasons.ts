import type { ZxcvbnResult } from '@zxcvbn-ts/core';
import { PASSWORD_REASONS, type PasswordReason } from '@gatehouse/dto';

/** What the estimator has found in a password. */
type Match = ZxcvbnResult['sequence'][number];

/** More would be a list to read, and not what to do next. */
const MOST_REASONS = 2;
/** Two of something are in many a good password. */
const LEAST_LENGTH = 3;

/** What the estimator warns of comes first, by its own name. */
const isReason = (name: string | undefined): name is PasswordReason =>
  PASSWORD_REASONS.some((reason) => reason === name);

function findReason(match: Match): PasswordReason | undefined {
  if (match.token.length < LEAST_LENGTH) return undefined;
  switch (match.pattern) {
    case 'dictionary': {
      const { dictionaryName } = match as Match & { readonly dictionaryName: string };
      if (dictionaryName === 'userInputs') return 'userInputs';
      return /^(first|last)names/.test(dictionaryName) ? 'commonNames' : 'commonWords';
    }
    case 'wordSequence':
      return 'commonWords';
    case 'repeat':
      return (match as Match & { readonly baseToken: string }).baseToken.length === 1
        ? 'simpleRepeat'
        : 'extendedRepeat';
    case 'sequence':
      return 'sequences';
    case 'spatial':
      return 'keyPattern';
    case 'date':
      return 'dates';
    case 'regex':
      return 'recentYears';
    default:
      return undefined;
  }
}

/** What makes this very password easy to guess, as names alone: nothing of the password is in them. */
export function listReasons(
  warning: string | undefined,
  sequence: ZxcvbnResult['sequence'],
): readonly PasswordReason[] {
  const found = sequence.map(findReason).filter((reason) => reason !== undefined);
  // Its one word is said already, where the estimator has warned of it.
  const isWhole = sequence.length === 1 && isReason(warning);
  // What somebody knows of the person is the worst of it.
  const own = found.filter((reason) => reason === 'userInputs');
  const all = [...(isReason(warning) ? [warning] : []), ...(isWhole ? [] : [...own, ...found])];
  const isSaid = all.some((reason) => ['common', 'similarToCommon', 'topTen', 'topHundred'].includes(reason));
  const distinct = [...new Set(all)].filter((reason) => !(isSaid && reason === 'commonWords'));
  return distinct.slice(0, MOST_REASONS);
}

/**
 * @typedef {object} Row One comparison, with what is to be reached.
 * @property {string} what
 * @property {number} value a ratio, or the unit that `what` names
 * @property {string} target
 * @property {boolean | undefined} isReached undefined: for information
 */

export const atLeast = (
  /** @type {string} */ what,
  /** @type {number} */ value,
  /** @type {number} */ least,
) => ({
  what,
  value,
  target: `≥ ${least}`,
  isReached: value >= least,
});
export const atMost = (
  /** @type {string} */ what,
  /** @type {number} */ value,
  /** @type {number} */ most,
) => ({
  what,
  value,
  target: `≤ ${most}`,
  isReached: value <= most,
});
export const shown = (/** @type {string} */ what, /** @type {number} */ value) => ({
  what,
  value,
  target: '',
  isReached: undefined,
});

import type { Api } from './api.js';

const toBoundMs = (seconds: number): number => (seconds === 0 ? Infinity : seconds * 1000);

/**
 * How long a node that cannot hear of revocations may go on accepting credentials for an API, in milliseconds; Infinity:
 * for as long as those live.
 * @param nodeSeconds what holds where the API says nothing; 0: no bound
 */
export const findUnheardBoundMs = ({ policies }: Pick<Api, 'policies'>, nodeSeconds: number): number =>
  toBoundMs(policies.unheardSeconds ?? nodeSeconds);

/** After this time without hearing a node refuses every credential, whatever the API; Infinity: never. */
export const findLongestBoundMs = (apis: readonly Api[], nodeSeconds: number): number =>
  Math.max(
    toBoundMs(nodeSeconds),
    ...apis.filter(({ isEnabled }) => isEnabled).map((api) => findUnheardBoundMs(api, nodeSeconds)),
  );

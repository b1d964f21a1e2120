import type { NodeDetail, TrafficSum } from '@gatehouse/dto';
import { describeCheck } from '../../../lib/check-words';

/** How the calls of some time went. */
export interface Outcome {
  readonly calls: number;
  /** By the gateway, for what the caller did. */
  readonly refused: number;
  /** Answered with 5xx, by the upstream or for it. */
  readonly failed: number;
}

/** An API some of whose calls fail. */
export interface Trouble extends Outcome {
  readonly id: string;
  readonly name: string;
  /** What most of the failures were. */
  readonly reason: string;
}

const hasFailed = ({ status }: TrafficSum): boolean => (status ?? 0) >= 500;

export function sumUp(sums: readonly TrafficSum[]): Outcome {
  const count = (isMeant: (sum: TrafficSum) => boolean): number =>
    sums.filter(isMeant).reduce((all, { calls }) => all + calls, 0);
  return {
    calls: count(() => true),
    refused: count((sum) => sum.check !== null && !hasFailed(sum)),
    failed: count(hasFailed),
  };
}

const describeFailure = ({ check, status }: TrafficSum): string =>
  check === null ? `The upstream answered ${status}` : describeCheck(check);

/** The APIs with failures, those with the most first. */
export function listTrouble(sums: readonly TrafficSum[]): readonly Trouble[] {
  const ids = new Set(sums.flatMap(({ api }) => (api === null ? [] : [api.id])));
  return [...ids]
    .flatMap((id) => {
      const own = sums.filter(({ api }) => api?.id === id);
      const [worst] = own.filter(hasFailed).sort((a, b) => b.calls - a.calls);
      if (worst === undefined) return [];
      const name = worst.api?.name ?? 'An API that is gone';
      return [{ id, name, reason: describeFailure(worst), ...sumUp(own) }];
    })
    .sort((a, b) => b.failed - a.failed);
}

/** Nodes that do not hear of everything. */
export const listLagging = (nodes: readonly NodeDetail[]): readonly NodeDetail[] =>
  nodes.filter(({ state }) => state === 'deaf' || state === 'silent');

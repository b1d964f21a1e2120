import type { AcknowledgementRow, EpochRow } from '@gatehouse/persistence';
import { GONE_MS, SILENT_MS, toReceipt } from './receipt.js';

const REVOKED_AT = 1_800_000_000_000;
const BOUND_MS = 30_000;

const EPOCH: EpochRow = {
  epoch: 7,
  kind: 'authorization',
  subjectId: 'authorization-1',
  subjectName: 'Print Shop for ada',
  section: 'revocations',
  revokedAt: REVOKED_AT,
};

const buildRow = (changes: Partial<AcknowledgementRow> = {}): AcknowledgementRow => ({
  id: 'node-1',
  host: 'web-1',
  pid: 4711,
  worker: 0,
  roles: ['gateway'],
  version: '0.1.0',
  unheardSeconds: 30,
  startedAt: REVOKED_AT - 3_600_000,
  heardAt: REVOKED_AT,
  isHearing: true,
  stoppedAt: null,
  firstEpoch: 3,
  epoch: 7,
  acknowledgedAt: null,
  ...changes,
});

/** A receipt that is looked at so long after the revocation. */
const receive = (rows: readonly Partial<AcknowledgementRow>[], ageMs = 1_000, boundMs = BOUND_MS) =>
  toReceipt(EPOCH, rows.map(buildRow), { now: REVOKED_AT + ageMs, boundMs: () => boundMs });

it('is complete with the last acknowledgement, and says how long that took', () => {
  const receipt = receive([
    { acknowledgedAt: REVOKED_AT + 12.4 },
    { id: 'node-2', acknowledgedAt: REVOKED_AT + 38.2 },
  ]);
  expect(receipt).toMatchObject({ isEverywhere: true, everywhereAfterMs: 38 });
  expect(receipt.nodes.map(({ state, afterMs }) => [state, afterMs])).toEqual([
    ['acknowledged', 12],
    ['acknowledged', 38],
  ]);
});

it('waits for a node that lives, names it, and says when it will refuse by itself', () => {
  const receipt = receive([{ acknowledgedAt: REVOKED_AT + 12 }, { id: 'node-2', worker: 2 }]);
  expect(receipt).toMatchObject({ isEverywhere: false, everywhereAfterMs: null, ageMs: 1_000 });
  expect(receipt.nodes[1]).toEqual({
    id: 'node-2',
    name: 'web-1 worker 2 (4711)',
    state: 'lagging',
    afterMs: null,
    refusesAfterMs: BOUND_MS,
  });
});

it('waits for a node that nothing is heard of, until that refuses by itself', () => {
  const silent = [{ heardAt: REVOKED_AT - 1_000 }];
  expect(receive(silent, SILENT_MS)).toMatchObject({ isEverywhere: false, nodes: [{ state: 'silent' }] });
  expect(receive(silent, BOUND_MS)).toMatchObject({
    isEverywhere: true,
    everywhereAfterMs: BOUND_MS,
    nodes: [{ state: 'refuses-by-itself', afterMs: BOUND_MS }],
  });
});

it('does not wait forever for one that never refuses by itself, and does not hide it', () => {
  const silent = [{ heardAt: REVOKED_AT }];
  expect(receive(silent, GONE_MS, Infinity).isEverywhere).toBe(false);
  expect(receive(silent, GONE_MS + 1, Infinity)).toMatchObject({
    isEverywhere: true,
    everywhereAfterMs: null,
    nodes: [{ state: 'silent', refusesAfterMs: null }],
  });
});

it('has nothing of a node that had died long before', () => {
  expect(receive([{ heardAt: REVOKED_AT - GONE_MS - 1 }])).toMatchObject({ isEverywhere: true, nodes: [] });
});

it('waits for a node that begins, until that is silent: it may have read a moment too early', () => {
  const beginning = [{ firstEpoch: null, heardAt: REVOKED_AT }];
  expect(receive(beginning)).toMatchObject({ isEverywhere: false, nodes: [{ state: 'starting' }] });
  expect(receive(beginning, SILENT_MS + 1)).toMatchObject({ isEverywhere: true, nodes: [] });
});

it('counts a node that stopped as one that refuses', () => {
  expect(receive([{ stoppedAt: REVOKED_AT + 500 }])).toMatchObject({
    isEverywhere: true,
    everywhereAfterMs: 500,
    nodes: [{ state: 'stopped' }],
  });
});

import type { NodeDetail, Receipt, ReceiptNode } from '@gatehouse/dto';
import type { AcknowledgementRow, EpochRow, NodeProgress, NodeRow } from '@gatehouse/persistence';
import { nameNode } from '../platform/node-facts.js';

/** Three heartbeats: then a node is not counted on any more. */
export const SILENT_MS = 15_000;
/** A node that was silent for so long is gone: it is not listed, and nothing waits for it. */
export const GONE_MS = 60_000;

const round = (milliseconds: number): number => Math.max(0, Math.round(milliseconds));

export interface ReceiptMoment {
  /** The database's, epoch milliseconds. */
  readonly now: number;
  /** After how long without hearing a node refuses everything; Infinity: never. */
  readonly boundMs: (node: NodeRow) => number;
}

/** Undefined: nothing of it matters to this revocation. */
function toReceiptNode(
  row: AcknowledgementRow,
  revokedAt: number,
  { now, boundMs }: ReceiptMoment,
): ReceiptNode | undefined {
  const { id, acknowledgedAt, stoppedAt, heardAt, firstEpoch } = row;
  const bound = boundMs(row);
  const common = { id, name: nameNode(row), refusesAfterMs: null };
  if (acknowledgedAt !== null)
    return { ...common, state: 'acknowledged', afterMs: round(acknowledgedAt - revokedAt) };
  if (stoppedAt !== null) return { ...common, state: 'stopped', afterMs: round(stoppedAt - revokedAt) };
  const isSilent = now - heardAt > SILENT_MS;
  // It had died long before; or it died before it served.
  if (heardAt < revokedAt - GONE_MS || (firstEpoch === null && isSilent)) return undefined;
  // Had it heard of anything since the revocation, it would have heard of that. So this is late, and never early.
  if (now - revokedAt >= bound) return { ...common, state: 'refuses-by-itself', afterMs: round(bound) };
  const state = firstEpoch === null ? 'starting' : isSilent ? 'silent' : 'lagging';
  return { ...common, state, afterMs: null, refusesAfterMs: bound === Infinity ? null : round(bound) };
}

/** Without a bound of its own, a node that is gone is not waited for either: it stays in the receipt as silent. */
const isWaitedFor = (
  { state, refusesAfterMs }: ReceiptNode,
  heardAt: number | undefined,
  now: number,
): boolean => {
  if (state === 'starting' || state === 'lagging') return true;
  return state === 'silent' && (refusesAfterMs !== null || now - (heardAt ?? 0) <= GONE_MS);
};

/** What became of a revocation, from what each node has acknowledged. */
export function toReceipt(
  epoch: EpochRow,
  rows: readonly AcknowledgementRow[],
  moment: ReceiptMoment,
): Receipt {
  const own = rows.filter((row) => row.epoch === epoch.epoch);
  const heardAt = new Map(own.map((row) => [row.id, row.heardAt]));
  const nodes = own
    .map((row) => toReceiptNode(row, epoch.revokedAt, moment))
    .filter((node) => node !== undefined);
  const isEverywhere = !nodes.some((node) => isWaitedFor(node, heardAt.get(node.id), moment.now));
  const times = nodes.map(({ afterMs }) => afterMs).filter((afterMs) => afterMs !== null);
  return {
    epoch: epoch.epoch,
    kind: epoch.kind,
    subjectId: epoch.subjectId,
    subjectName: epoch.subjectName,
    revokedAt: new Date(epoch.revokedAt).toISOString(),
    isEverywhere,
    everywhereAfterMs: isEverywhere && times.length > 0 ? Math.max(...times) : null,
    ageMs: round(moment.now - epoch.revokedAt),
    nodes,
  };
}

/** A node as operators see it. */
export function toNodeDetail(row: NodeProgress, now: number, ownId: string): NodeDetail {
  const isSilent = now - row.heardAt > SILENT_MS;
  const lives = row.isHearing ? 'hearing' : 'deaf';
  return {
    id: row.id,
    name: nameNode(row),
    host: row.host,
    pid: row.pid,
    worker: row.worker === 0 ? null : row.worker,
    roles: row.roles,
    version: row.version,
    isThis: row.id === ownId,
    state: isSilent ? 'silent' : row.firstEpoch === null ? 'starting' : lives,
    startedAt: new Date(row.startedAt).toISOString(),
    heardAt: new Date(row.heardAt).toISOString(),
    epoch: row.epoch,
    behind: row.behind,
    behindMs: row.behindSince === null ? null : round(now - row.behindSince),
    unheardSeconds: row.unheardSeconds === 0 ? null : row.unheardSeconds,
  };
}

import { LATENCY_BOUNDS_MS } from '@gatehouse/gateway-core';
import type { CallSecondDetail, CallSummary, Named, TrafficReport, TrafficSum } from '@gatehouse/dto';
import type { CallRow, SecondRow, SumRow } from '@gatehouse/persistence';
import { nameNode } from '../platform/node-facts.js';

export const toNamed = (id: string | null, name: string | null): Named | null =>
  id === null ? null : { id, name };

export const nameNodeOf = ({
  node,
  host,
  pid,
  worker,
}: Pick<CallRow, 'node' | 'host' | 'pid' | 'worker'>): string =>
  host === null || pid === null || worker === null ? node : nameNode({ host, pid, worker });

export const toSummary = (row: CallRow): CallSummary => ({
  id: row.id,
  at: row.at.toISOString(),
  requestId: row.requestId,
  node: nameNodeOf(row),
  method: row.method,
  path: row.path,
  status: row.status,
  check: row.check,
  // As it was called then.
  api: toNamed(row.apiId, row.details.apiName),
  application: toNamed(row.applicationId, row.applicationName),
  clientId: row.clientId,
  user: toNamed(row.userId, row.username),
  durationMs: row.durationMs,
});

export const toSecond = ({ second, calls, refused, failed }: SecondRow): CallSecondDetail => ({
  second: second.toISOString(),
  calls,
  refused,
  failed,
});

const toSum = (row: SumRow): TrafficSum => ({
  time: row.time?.toISOString() ?? null,
  api: toNamed(row.apiId, row.apiName),
  application: toNamed(row.applicationId, row.applicationName),
  clientId: row.clientId,
  scopes: row.scopes === null ? null : row.scopes.split(' ').filter((scope) => scope !== ''),
  status: row.status,
  check: row.check,
  calls: row.calls,
  durationMs: row.durationMs / row.calls,
  upstreamMs: row.upstreamMs / row.calls,
  bytesIn: row.bytesIn,
  bytesOut: row.bytesOut,
  latency: row.buckets,
});

export const toReport = (from: Date, to: Date, rows: readonly SumRow[]): TrafficReport => ({
  from: from.toISOString(),
  to: to.toISOString(),
  latencyBoundsMs: LATENCY_BOUNDS_MS,
  items: rows.map(toSum),
});

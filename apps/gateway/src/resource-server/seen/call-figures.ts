import type { CacheUse, CallMeasures, CountKey } from '@gatehouse/gateway-core';
import type { Snapshot } from '@gatehouse/persistence';
import { counter, Durations, histogram, type Metric, type Row } from '../../platform/metrics/metric.js';

/** The calls of one API, or of none, since the process began. */
class ApiFigures {
  /** The last one that it had. */
  name = '';
  /** Admitted calls, by status. */
  readonly admitted = new Map<number, number>();
  /** By the check that said no, and then by status. */
  readonly refused = new Map<string, Map<number, number>>();
  /** By application and the first digit of the status. */
  readonly applications = new Map<string, Map<number, number>>();
  /** By what the cache did. */
  readonly cache = new Map<CacheUse, number>();
  readonly durations = new Durations();
  readonly upstreamDurations = new Durations();
  tries = 0;
  retries = 0;
  bytesIn = 0;
  bytesOut = 0;
}

const increase = (counts: Map<number, number>, status: number): void =>
  void counts.set(status, (counts.get(status) ?? 0) + 1);

function open(counts: Map<string, Map<number, number>>, key: string): Map<number, number> {
  const known = counts.get(key);
  if (known !== undefined) return known;
  const empty = new Map<number, number>();
  counts.set(key, empty);
  return empty;
}

/** What every call adds to; it costs a few numbers, and no object but at the first call of a kind. */
export class CallFigures {
  private readonly byApi = new Map<string | null, ApiFigures>();

  constructor(private readonly countsApplications: boolean) {}

  count(key: CountKey, measures: CallMeasures): void {
    let figures = this.byApi.get(key.apiId);
    if (figures === undefined) {
      figures = new ApiFigures();
      this.byApi.set(key.apiId, figures);
    }
    increase(key.check === null ? figures.admitted : open(figures.refused, key.check), key.status);
    if (this.countsApplications)
      increase(open(figures.applications, key.applicationId ?? ''), Math.floor(key.status / 100));
    const { cache } = measures;
    if (cache !== null) figures.cache.set(cache, (figures.cache.get(cache) ?? 0) + 1);
    figures.durations.observe(measures.durationMs);
    if (measures.upstreamMs > 0) figures.upstreamDurations.observe(measures.upstreamMs);
    figures.tries += measures.tries;
    if (measures.tries > 1) figures.retries += measures.tries - 1;
    figures.bytesIn += measures.bytesIn;
    figures.bytesOut += measures.bytesOut;
  }

  /** Series of APIs that are gone would stay for ever. */
  private forgetGone(apis: Snapshot['apis']): void {
    const names = new Map(apis.map(({ id, name }) => [id, name]));
    const living = new Set(names.values());
    for (const [id, figures] of this.byApi) {
      if (id === null) continue;
      const name = names.get(id);
      if (name !== undefined) figures.name = name;
      // Of one name, the figures are one series: without those of the one that is gone, the other's counters would fall.
      else if (!living.has(figures.name)) this.byApi.delete(id);
    }
  }

  read({ apis, applications }: Pick<Snapshot, 'apis' | 'applications'>): readonly Metric[] {
    this.forgetGone(apis);
    const all = [...this.byApi.values()];
    const each = (value: (figures: ApiFigures) => number): readonly Row[] =>
      all.map((figures) => [{ api: figures.name }, value(figures)]);
    return [
      counter(
        'gatehouse_calls_total',
        'Calls by API, status of the answer (0: nobody was there to be answered) and the check that refused.',
        all.flatMap(listCalls),
      ),
      ...(this.countsApplications
        ? [
            counter(
              'gatehouse_application_calls_total',
              'Calls by API, application and class of the status.',
              all.flatMap((figures) => listApplications(figures, applications)),
            ),
          ]
        : []),
      histogram(
        'gatehouse_call_duration_seconds',
        'From the head of a call to the end of its answer.',
        all.map((figures) => [{ api: figures.name }, figures.durations]),
      ),
      histogram(
        'gatehouse_upstream_duration_seconds',
        "From the first try at an upstream to the head of an upstream's answer.",
        all.map((figures) => [{ api: figures.name }, figures.upstreamDurations]),
      ),
      counter(
        'gatehouse_upstream_tries_total',
        'Times that a call was sent to a target.',
        each(({ tries }) => tries),
      ),
      counter(
        'gatehouse_upstream_retries_total',
        'Those of them that were not the first of their call.',
        each(({ retries }) => retries),
      ),
      counter(
        'gatehouse_cached_calls_total',
        'Calls to APIs whose answers are kept, by what the cache did.',
        all.flatMap(({ name, cache }) => [...cache].map(([use, calls]): Row => [{ api: name, use }, calls])),
      ),
      counter(
        'gatehouse_received_bytes_total',
        'Content of requests that came whole, where its length was told.',
        each(({ bytesIn }) => bytesIn),
      ),
      counter(
        'gatehouse_sent_bytes_total',
        'Content of upstreams that was passed on.',
        each(({ bytesOut }) => bytesOut),
      ),
    ];
  }
}

function listCalls({ name, admitted, refused }: ApiFigures): readonly Row[] {
  const rows: Row[] = [];
  for (const [status, calls] of admitted) rows.push([{ api: name, status, check: '' }, calls]);
  for (const [check, statuses] of refused)
    for (const [status, calls] of statuses) rows.push([{ api: name, status, check }, calls]);
  return rows;
}

function listApplications(
  { name, applications: counts }: ApiFigures,
  applications: Snapshot['applications'],
): readonly Row[] {
  return [...counts].flatMap(([id, statuses]) =>
    [...statuses].map(([status, calls]): Row => {
      const labels = { api: name, application: applications.get(id)?.name ?? id, status: `${status}xx` };
      return [labels, calls];
    }),
  );
}

/** What Prometheus calls a sample: one number with its labels. */
export interface MetricValue {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  /** Of a histogram's parts, which are named after it. */
  readonly metricName?: string;
}

/** All samples of one name, as prom-client reads and writes them. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  /** What the processes behind one address make of it together. */
  readonly aggregator: 'sum' | 'min' | 'max' | 'average' | 'first' | 'omit';
  readonly values: readonly MetricValue[];
}

type Labels = MetricValue['labels'];
export type Row = readonly [labels: Labels, value: number];

const toValues = (rows: readonly Row[]): readonly MetricValue[] =>
  rows.map(([labels, value]) => ({ labels, value }));

/** What only grows while the process lives. */
export const counter = (name: string, help: string, rows: readonly Row[]): Metric => ({
  name,
  help,
  type: 'counter',
  aggregator: 'sum',
  values: toValues(rows),
});

/** @param aggregator of several processes: sums, unless the worst of them is what counts */
export const gauge = (
  name: string,
  help: string,
  rows: readonly Row[],
  aggregator: Metric['aggregator'] = 'sum',
): Metric => ({ name, help, type: 'gauge', aggregator, values: toValues(rows) });

/** @param all the durations that have labels in common */
export const histogram = (
  name: string,
  help: string,
  all: readonly (readonly [labels: Labels, durations: Durations])[],
): Metric => ({
  name,
  help,
  type: 'histogram',
  aggregator: 'sum',
  values: all.flatMap(([labels, durations]) => durations.toValues(name, labels)),
});

/** Upper bounds in milliseconds. A proxied call without its upstream takes less than the first. */
const BOUNDS_MS = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000] as const;

/** How long things took: plain numbers, counted where they happen and written out when somebody asks. */
export class Durations {
  private readonly buckets: number[] = BOUNDS_MS.map(() => 0);
  private count = 0;
  private sumMs = 0;

  observe(milliseconds: number): void {
    this.count += 1;
    this.sumMs += milliseconds;
    for (let index = 0; index < BOUNDS_MS.length; index += 1) {
      if (milliseconds > (BOUNDS_MS[index] ?? 0)) continue;
      this.buckets[index] = (this.buckets[index] ?? 0) + 1;
      return;
    }
  }

  /** In seconds, and each bucket with what is in those before it, as Prometheus wants them. */
  toValues(name: string, labels: Labels): readonly MetricValue[] {
    const bucket = `${name}_bucket`;
    let below = 0;
    const values: MetricValue[] = BOUNDS_MS.map((bound, index) => {
      below += this.buckets[index] ?? 0;
      return { metricName: bucket, labels: { ...labels, le: bound / 1_000 }, value: below };
    });
    values.push(
      { metricName: bucket, labels: { ...labels, le: '+Inf' }, value: this.count },
      { metricName: `${name}_sum`, labels, value: this.sumMs / 1_000 },
      { metricName: `${name}_count`, labels, value: this.count },
    );
    return values;
  }
}

/** Counts by a few words, each from a set that is known. */
export class Tally {
  private readonly counts = new Map<string, { readonly labels: Labels; count: number }>();

  add(labels: Labels): void {
    const key = Object.values(labels).join('\n');
    const known = this.counts.get(key);
    if (known === undefined) this.counts.set(key, { labels, count: 1 });
    else known.count += 1;
  }

  toRows(): readonly Row[] {
    return [...this.counts.values()].map(({ labels, count }) => [labels, count]);
  }
}

import { type CounterName, COUNTERS } from './counters.js';
import { counter, type Metric, type MetricValue, Tally } from './metric.js';

/** Reads the figures of one part of the process, at the moment when somebody asks. */
export type MetricSource = () => readonly Metric[] | Promise<readonly Metric[]>;

/**
 * What this process counts. Whoever counts keeps plain numbers and adds a source that reads them: nothing is computed
 * before Prometheus asks, and where nobody may ask no source is kept.
 */
export class Metrics {
  private readonly sources: MetricSource[] = [];
  private readonly tallies = new Map<CounterName, Tally>();

  constructor(readonly isOn: boolean) {}

  add(source: MetricSource): void {
    if (this.isOn) this.sources.push(source);
  }

  /** @param labels each from a set of words that is known */
  count(name: CounterName, labels: MetricValue['labels']): void {
    if (!this.isOn) return;
    let tally = this.tallies.get(name);
    if (tally === undefined) {
      tally = new Tally();
      this.tallies.set(name, tally);
    }
    tally.add(labels);
  }

  async read(): Promise<readonly Metric[]> {
    const read: Metric[] = [];
    for (const source of this.sources) read.push(...(await source()));
    for (const [key, tally] of this.tallies) {
      const { name, help } = COUNTERS[key];
      read.push(counter(name, help, tally.toRows()));
    }
    return read;
  }
}

/** Puts the figures of several processes together, name by name as each name says. */
async function join(all: readonly (readonly Metric[])[]) {
  // Loaded when somebody asks: most processes are never asked.
  const { AggregatorRegistry } = await import('prom-client');
  return AggregatorRegistry.aggregate(all.map((one) => [...one]));
}

/** The figures of some processes as one. */
export const sumMetrics = async (all: readonly (readonly Metric[])[]): Promise<readonly Metric[]> =>
  (await (await join(all)).getMetricsAsJSON()) as unknown as readonly Metric[];

/** Text of Prometheus' format 0.0.4. */
export const writeMetrics = async (all: readonly (readonly Metric[])[]): Promise<string> =>
  (await join(all)).metrics();

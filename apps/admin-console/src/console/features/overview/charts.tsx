import type { SummaryRange, TrafficPoint, TrafficSummary } from '@gatehouse/dto';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { describeGrantType } from '../../../lib/grant-words';
import { formatMilliseconds } from '../../../lib/format';
import type { ChartRow, Series } from './chart-card';
import classes from './charts.module.css';
import { formatCount, formatShare, formatStep } from './ranges';
import { TimeChart } from './time-chart';

interface Properties {
  readonly summary: TrafficSummary;
}

const toRows = (
  { range, points }: TrafficSummary,
  toValues: (point: TrafficPoint) => Readonly<Record<string, number | null>>,
): ChartRow[] => points.map((point) => ({ label: formatStep(range, point.time), ...toValues(point) }));

/** When there was most of it, and how much that was. */
function findPeak(
  rows: readonly ChartRow[],
  value: (row: ChartRow) => number,
): { readonly peak: string; readonly most: string } {
  const peak = rows.reduce<ChartRow | undefined>(
    (best, row) => (best === undefined || value(row) > value(best) ? row : best),
    undefined,
  );
  return { peak: peak?.label ?? '', most: formatCount(peak === undefined ? 0 : value(peak)) };
}

/** "in the last 24 hours" */
const describeRange = (range: SummaryRange): string => i18next.t(`overview:inLast.${range}`);
const describeNoCalls = (range: SummaryRange): string =>
  i18next.t('overview:charts.noCalls', { time: describeRange(range) });

const number = (row: ChartRow, name: string): number => (typeof row[name] === 'number' ? row[name] : 0);

const CALLS = [
  { name: 'passed', label: 'charts.calls.answered', color: 'var(--chart-blue)' },
  { name: 'refused', label: 'charts.calls.refused', color: 'var(--chart-orange)', dashes: '6 3' },
  { name: 'failed', label: 'charts.calls.failed', color: 'var(--chart-red)', dashes: '2 3' },
] as const;

function CallsChart({ summary }: Properties) {
  const { totals, range } = summary;
  const { t } = useTranslation('overview');
  const series = CALLS.map((one): Series => ({ ...one, label: t(one.label) }));
  const rows = toRows(summary, ({ calls, refused, failed }) => ({
    passed: calls - refused - failed,
    refused,
    failed,
  }));
  const all = (row: ChartRow): number => CALLS.reduce((sum, { name }) => sum + number(row, name), 0);
  const words = t(range === '30d' ? 'charts.calls.summaryByDay' : 'charts.calls.summary', {
    calls: formatCount(totals.calls),
    time: describeRange(range),
    ...findPeak(rows, all),
    refused: formatShare(totals.refused / Math.max(1, totals.calls)),
    failed: formatShare(totals.failed / Math.max(1, totals.calls)),
  });
  return (
    <TimeChart
      drawing="areas"
      title={t('charts.calls.title')}
      summary={words}
      series={series}
      rows={rows}
      format={formatCount}
      isEmpty={totals.calls === 0}
      emptyText={describeNoCalls(range)}
    />
  );
}

const GRANT_COLORS = ['blue', 'orange', 'teal', 'purple', 'red', 'brown', 'grey'] as const;

function TokensChart({ summary }: Properties) {
  const { t } = useTranslation('overview');
  const { totals, range, points } = summary;
  const sums = new Map<string, number>();
  for (const { tokens } of points)
    for (const [grant, count] of Object.entries(tokens)) sums.set(grant, (sums.get(grant) ?? 0) + count);
  const grants = [...sums].sort(([, a], [, b]) => b - a);
  const series = grants.map(([name], index) => ({
    name,
    label: describeGrantType(name),
    color: `var(--chart-${GRANT_COLORS[Math.min(index, GRANT_COLORS.length - 1)]})`,
  }));
  const rows = toRows(summary, ({ tokens }) =>
    Object.fromEntries(grants.map(([name]) => [name, tokens[name] ?? 0])),
  );
  const [most, count] = grants[0] ?? ['', 0];
  const words = t('charts.tokens.summary', {
    tokens: formatCount(totals.tokens),
    time: describeRange(range),
    share: formatShare(count / Math.max(1, totals.tokens)),
    grant: describeGrantType(most),
    count: totals.tokenErrors,
    refused: formatCount(totals.tokenErrors),
  });
  return (
    <TimeChart
      drawing="bars"
      title={t('charts.tokens.title')}
      summary={words}
      series={series}
      rows={rows}
      format={formatCount}
      isEmpty={totals.tokens === 0}
      emptyText={t('charts.tokens.none', { time: describeRange(range) })}
    />
  );
}

const LATENCY = [
  { name: 'p50', label: 'charts.latency.half', color: 'var(--chart-blue)' },
  { name: 'p95', label: 'charts.latency.most', color: 'var(--chart-orange)', dashes: '6 3' },
  { name: 'p99', label: 'charts.latency.nearlyAll', color: 'var(--chart-red)', dashes: '2 3' },
] as const;

function LatencyChart({ summary }: Properties) {
  const { totals, range } = summary;
  const { t } = useTranslation('overview');
  const series = LATENCY.map((one): Series => ({ ...one, label: t(one.label) }));
  const rows = toRows(summary, ({ p50, p95, p99 }) => ({ p50, p95, p99 }));
  const tell = (value: number | null): string => (value === null ? '–' : formatMilliseconds(value));
  return (
    <TimeChart
      drawing="lines"
      title={t('charts.latency.title')}
      summary={t('charts.latency.summary', {
        p50: tell(totals.p50),
        p95: tell(totals.p95),
        p99: tell(totals.p99),
      })}
      series={series}
      rows={rows}
      format={formatMilliseconds}
      isEmpty={totals.calls === 0}
      emptyText={describeNoCalls(range)}
    />
  );
}

const CACHE = [
  { name: 'hits', label: 'charts.cache.hits', color: 'var(--chart-teal)' },
  { name: 'rest', label: 'charts.cache.rest', color: 'var(--chart-grey)', dashes: '6 3' },
] as const;

function CacheChart({ summary }: Properties) {
  const { totals, range } = summary;
  const { t } = useTranslation('overview');
  const series = CACHE.map((one): Series => ({ ...one, label: t(one.label) }));
  const rows = toRows(summary, ({ cacheAsked, cacheHits }) => ({
    hits: cacheHits,
    rest: cacheAsked - cacheHits,
  }));
  return (
    <TimeChart
      drawing="areas"
      title={t('charts.cache.title')}
      summary={t('charts.cache.summary', {
        share: formatShare(totals.cacheHits / Math.max(1, totals.cacheAsked)),
        count: totals.cacheAsked,
        number: formatCount(totals.cacheAsked),
        time: describeRange(range),
      })}
      series={series}
      rows={rows}
      format={formatCount}
      isEmpty={false}
      emptyText=""
    />
  );
}

/** How it went over time. Loaded after the figures: the library is as large as the rest of the page. */
export function Charts({ summary }: Properties) {
  return (
    <div className={classes.charts}>
      <CallsChart summary={summary} />
      <TokensChart summary={summary} />
      <LatencyChart summary={summary} />
      {/* Whoever keeps no answers sees nothing of it. */}
      {summary.totals.cacheAsked > 0 && <CacheChart summary={summary} />}
    </div>
  );
}

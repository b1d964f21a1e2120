import '@mantine/charts/styles.css';
import { AreaChart, BarChart, LineChart } from '@mantine/charts';
import { useId } from 'react';
import { ReferenceArea } from 'recharts';
import { ChartCard, type ChartCardProperties, type ChartRow, type Series } from './chart-card';

interface Properties extends Omit<ChartCardProperties, 'children'> {
  /** Amounts that add up are areas or bars; others are lines. */
  readonly drawing: 'areas' | 'bars' | 'lines';
}

// Its own keyboard layer would be a stop without a name; the table is for whoever has no mouse.
const RECHARTS = { accessibilityLayer: false } as const;
const FRAME = {
  h: 240,
  dataKey: 'label',
  tickLine: 'none',
  gridAxis: 'x',
  xAxisProps: { minTickGap: 28, interval: 'equidistantPreserveStart' },
  // Room for what German calls 1.2M: "1,2 Mio.".
  yAxisProps: { width: 64, allowDecimals: false },
} as const;
const LINES = { withDots: false, strokeWidth: 2, curveType: 'linear' } as const;

/** As the library has them. */
const toLines = (series: readonly Series[]) =>
  series.map(({ dashes, ...one }) => ({ ...one, ...(dashes !== undefined && { strokeDasharray: dashes }) }));

/** Veils the step that is not over, whose numbers still grow: it would look as if everything broke down. */
function Unfinished({ rows, drawing }: { readonly rows: readonly ChartRow[] } & Pick<Properties, 'drawing'>) {
  const id = useId();
  const [before, last] = rows.slice(-2);
  if (before === undefined || last === undefined) return null;
  return (
    <>
      <defs>
        <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--mantine-color-body)" fillOpacity="0.6" />
          <rect width="3" height="6" fill="var(--mantine-color-body)" />
        </pattern>
      </defs>
      <ReferenceArea
        x1={drawing === 'bars' ? last.label : before.label}
        x2={last.label}
        fill={`url(#${id})`}
        fillOpacity={1}
        // Above the lines, below what is shown of the point under the mouse.
        zIndex={450}
      />
    </>
  );
}

function Drawing({ drawing, rows, series, format }: Omit<Properties, 'title' | 'summary'>) {
  const frame = {
    ...FRAME,
    data: [...rows],
    series: toLines(series),
    valueFormatter: format,
    children: <Unfinished rows={rows} drawing={drawing} />,
  };
  if (drawing === 'bars')
    return <BarChart {...frame} type="stacked" maxBarWidth={28} barChartProps={RECHARTS} />;
  if (drawing === 'lines')
    return <LineChart {...frame} {...LINES} connectNulls={false} lineChartProps={RECHARTS} />;
  return <AreaChart {...frame} {...LINES} type="stacked" fillOpacity={0.35} areaChartProps={RECHARTS} />;
}

/** Numbers over time, up to now. */
export function TimeChart({ drawing, ...card }: Properties) {
  return (
    <ChartCard {...card}>
      <Drawing drawing={drawing} {...card} />
    </ChartCard>
  );
}

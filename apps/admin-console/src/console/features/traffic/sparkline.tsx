import type { CallSecondDetail } from '@gatehouse/dto';
import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatNumber, numbers } from '../../../lib/format';
import classes from './traffic.module.css';

const SECONDS = 60;
const HEIGHT = 48;
const WIDTH = 6;

const tenths = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** One entry a second, also where nothing came. */
function fill(seconds: readonly CallSecondDetail[]): readonly Omit<CallSecondDetail, 'second'>[] {
  const last = seconds.at(-1);
  if (last === undefined) return [];
  const bySecond = new Map(seconds.map((one) => [Date.parse(one.second), one]));
  const end = Math.max(Date.parse(last.second), Math.floor(Date.now() / 1000) * 1000 - 1000);
  return Array.from(
    { length: SECONDS },
    (_, index) => bySecond.get(end - (SECONDS - 1 - index) * 1000) ?? { calls: 0, refused: 0, failed: 0 },
  );
}

function Figure({ label, value, className }: { label: string; value: string; className?: string }) {
  return (
    <div>
      <Text size="xs" c="var(--quiet-text)">
        {label}
      </Text>
      <Text fw={600} size="lg" className={className ?? ''}>
        {value}
      </Text>
    </div>
  );
}

/** How many calls each second of the last minute had, on all nodes, and how many of them were refused or failed. */
export function Sparkline({ seconds }: { readonly seconds: readonly CallSecondDetail[] }) {
  const { t } = useTranslation('traffic');
  const bars = fill(seconds);
  const sum = (key: 'calls' | 'refused' | 'failed'): number => bars.reduce((all, one) => all + one[key], 0);
  const highest = Math.max(1, ...bars.map(({ calls }) => calls));
  const scale = (count: number): number => (count / highest) * (HEIGHT - 2);
  const [calls, refused, failed] = [sum('calls'), sum('refused'), sum('failed')];
  return (
    <Group justify="space-between" align="flex-end" gap="xl" p="md">
      <Group gap="xl">
        <Figure label={t('figures.calls')} value={formatNumber(calls)} />
        <Figure label={t('figures.refused')} value={formatNumber(refused)} />
        <Figure label={t('figures.failed')} value={formatNumber(failed)} />
      </Group>
      <svg
        className={classes.sparkline}
        viewBox={`0 0 ${SECONDS * WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('figures.chart', {
          average: tenths().format(calls / SECONDS),
          highest: formatNumber(highest),
        })}
      >
        {bars.map((bar, index) => {
          const bad = Math.min(bar.calls, bar.refused + bar.failed);
          return (
            <g key={index}>
              <rect
                className={classes.good}
                x={index * WIDTH}
                width={WIDTH - 1}
                y={HEIGHT - scale(bar.calls)}
                height={scale(bar.calls - bad)}
              />
              <rect
                className={classes.bad}
                x={index * WIDTH}
                width={WIDTH - 1}
                y={HEIGHT - scale(bad)}
                height={scale(bad)}
              />
            </g>
          );
        })}
      </svg>
    </Group>
  );
}

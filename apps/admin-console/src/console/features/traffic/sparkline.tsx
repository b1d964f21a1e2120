import type { CallSecondDetail } from '@gatehouse/dto';
import { Group, Text } from '@mantine/core';
import classes from './traffic.module.css';

const SECONDS = 60;
const HEIGHT = 48;
const WIDTH = 6;

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
  const bars = fill(seconds);
  const sum = (key: 'calls' | 'refused' | 'failed'): number => bars.reduce((all, one) => all + one[key], 0);
  const highest = Math.max(1, ...bars.map(({ calls }) => calls));
  const scale = (count: number): number => (count / highest) * (HEIGHT - 2);
  const [calls, refused, failed] = [sum('calls'), sum('refused'), sum('failed')];
  return (
    <Group justify="space-between" align="flex-end" gap="xl" p="md">
      <Group gap="xl">
        <Figure label="Calls, last minute" value={calls.toLocaleString()} />
        <Figure label="Refused" value={refused.toLocaleString()} />
        <Figure label="Failed (5xx)" value={failed.toLocaleString()} />
      </Group>
      <svg
        className={classes.sparkline}
        viewBox={`0 0 ${SECONDS * WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Calls a second in the last minute: ${(calls / SECONDS).toFixed(1)} on average, ${highest} at most`}
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

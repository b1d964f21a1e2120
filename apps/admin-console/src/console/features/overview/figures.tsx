import type { NodeDetail } from '@gatehouse/dto';
import { Paper, Text } from '@mantine/core';
import { Link } from 'react-router';
import { pages, trafficOf } from '../../../lib/paths';
import { MINUTES } from './api';
import classes from './overview.module.css';
import { listLagging, type Outcome } from './trouble';

interface FigureProperties {
  readonly label: string;
  readonly value: number | undefined;
  readonly hint: string;
  readonly to: string;
  readonly isBad?: boolean;
}

function Figure({ label, value, hint, to, isBad = false }: FigureProperties) {
  return (
    <Paper withBorder component={Link} to={to} className={classes.figure ?? ''}>
      <Text size="sm" c="var(--quiet-text)">
        {label}
      </Text>
      <Text className={classes.number ?? ''} data-bad={isBad || undefined}>
        {value?.toLocaleString() ?? '–'}
      </Text>
      <Text size="xs" c="var(--quiet-text)">
        {hint}
      </Text>
    </Paper>
  );
}

interface Properties {
  readonly nodes: readonly NodeDetail[];
  readonly apis: number | undefined;
  readonly outcome: Outcome | undefined;
}

function describeNodes(nodes: readonly NodeDetail[]): string {
  const lagging = listLagging(nodes).length;
  if (lagging > 0) return `${lagging} out of touch`;
  return nodes.some(({ state }) => state === 'starting') ? 'Starting' : 'Up to date';
}

/** What runs, and how the last minutes went; each leads to where more is said. */
export function Figures({ nodes, apis, outcome }: Properties) {
  const time = `In the last ${MINUTES} minutes`;
  const failed = outcome?.failed ?? 0;
  return (
    <div className={classes.figures}>
      <Figure
        label="Nodes"
        value={nodes.length}
        hint={describeNodes(nodes)}
        to={pages.nodes}
        isBad={listLagging(nodes).length > 0}
      />
      <Figure label="APIs" value={apis} hint="Behind the gateway" to={pages.apis} />
      <Figure label="Calls" value={outcome?.calls} hint={time} to={pages.traffic} />
      <Figure label="Refused" value={outcome?.refused} hint={time} to={trafficOf({ refusedOnly: true })} />
      <Figure
        label="Failed (5xx)"
        value={outcome?.failed}
        hint={time}
        to={trafficOf({ statusClass: 5 })}
        isBad={failed > 0}
      />
    </div>
  );
}

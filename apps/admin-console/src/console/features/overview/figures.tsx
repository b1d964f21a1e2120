import type { TrafficSummary, TrafficTotals } from '@gatehouse/dto';
import { Paper, Text } from '@mantine/core';
import { IconArrowDownRight, IconArrowUpRight, IconMinus } from '@tabler/icons-react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatMilliseconds } from '../../../lib/format';
import { pages, trafficOf } from '../../../lib/paths';
import classes from './overview.module.css';
import { formatCount, formatShare } from './ranges';

interface FigureProperties {
  readonly label: string;
  readonly value: string;
  readonly hint: string;
  /** Left out: it leads nowhere. */
  readonly to?: string;
  readonly isBad?: boolean;
  readonly now: number | null;
  /** Undefined: nothing is known of the time before. */
  readonly before: number | null | undefined;
}

/** How it was in as much time before: in words, since less is good of some and bad of others. */
function Change({ now, before }: Pick<FigureProperties, 'now' | 'before'>) {
  const { t } = useTranslation('overview');
  if (before === undefined) return t('change.unknown');
  if (before === null || now === null || before === now) return t('change.same');
  if (before === 0) return t('change.noneBefore');
  const change = now / before - 1;
  const isSame = Math.abs(change) < 0.005;
  const Icon = isSame ? IconMinus : change > 0 ? IconArrowUpRight : IconArrowDownRight;
  const share = formatShare(Math.abs(change));
  const words =
    change > 9.99 ? t('change.upFar') : change > 0 ? t('change.up', { share }) : t('change.down', { share });
  return (
    <span className={classes.change}>
      <Icon size={14} aria-hidden />
      {isSame ? t('change.same') : words}
    </span>
  );
}

function Figure({ label, value, hint, to, isBad = false, now, before }: FigureProperties) {
  const content = (
    <>
      <Text size="sm" c="var(--quiet-text)">
        {label}
      </Text>
      <Text className={classes.number ?? ''} data-bad={isBad || undefined}>
        {value}
      </Text>
      <Text size="sm">{hint}</Text>
      <Text size="xs" c="var(--quiet-text)" mt={2} component="div">
        <Change now={now} before={before} />
      </Text>
    </>
  );
  if (to === undefined) {
    return (
      <Paper withBorder className={classes.figure ?? ''}>
        {content}
      </Paper>
    );
  }
  return (
    <Paper withBorder component={Link} to={to} className={classes.figure ?? ''}>
      {content}
    </Paper>
  );
}

const share = (part: number, all: number): string =>
  all === 0
    ? i18next.t('overview:share.ofNoCalls')
    : i18next.t('overview:share.ofAll', { share: formatShare(part / all) });
const milliseconds = (value: number | null): string => (value === null ? '–' : formatMilliseconds(value));

function describeSignIns({ signIns, refusedSignIns }: TrafficTotals): string {
  const all = { count: signIns, number: formatCount(signIns) };
  return refusedSignIns === 0
    ? i18next.t('overview:figures.signIns', all)
    : i18next.t('overview:figures.signInsRefused', { ...all, refused: formatCount(refusedSignIns) });
}

/** How the time went on the whole, against as much time before; each leads to where more is said. */
export function Figures({ summary: { totals, before } }: { readonly summary: TrafficSummary }) {
  const { t } = useTranslation('overview');
  const compare = (key: keyof TrafficTotals) => ({ now: totals[key], before: before?.[key] });
  return (
    <div className={classes.figures}>
      <Figure
        label={t('figures.calls')}
        value={formatCount(totals.calls)}
        hint={
          totals.cacheHits === 0
            ? t('figures.atGateway')
            : t('figures.fromCache', { number: formatCount(totals.cacheHits) })
        }
        to={pages.traffic}
        {...compare('calls')}
      />
      <Figure
        label={t('figures.refused')}
        value={formatCount(totals.refused)}
        hint={share(totals.refused, totals.calls)}
        to={trafficOf({ refusedOnly: true })}
        {...compare('refused')}
      />
      <Figure
        label={t('figures.failed')}
        value={formatCount(totals.failed)}
        hint={share(totals.failed, totals.calls)}
        to={trafficOf({ statusClass: 5 })}
        isBad={totals.failed > 0}
        {...compare('failed')}
      />
      <Figure
        label={t('figures.tokens')}
        value={formatCount(totals.tokens)}
        hint={describeSignIns(totals)}
        {...compare('tokens')}
      />
      <Figure
        label={t('figures.latency')}
        value={milliseconds(totals.p95)}
        hint={
          totals.p50 === null
            ? t('share.ofNoCalls')
            : t('figures.halfBelow', { time: milliseconds(totals.p50) })
        }
        {...compare('p95')}
      />
    </div>
  );
}

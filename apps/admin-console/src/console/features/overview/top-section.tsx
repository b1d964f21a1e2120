import type { TopEntry, TopList, TrafficSummary } from '@gatehouse/dto';
import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '../../../components/ui/page';
import { describeCheck } from '../../../lib/check-words';
import { formatNumber } from '../../../lib/format';
import { pages, trafficOf } from '../../../lib/paths';
import classes from './overview.module.css';
import { formatCount } from './ranges';

interface RowProperties {
  readonly label: string;
  readonly to: string | undefined;
  readonly count: number;
  readonly share: number;
  readonly hint?: string;
}

function Row({ label, to, count, share, hint }: RowProperties) {
  return (
    <li className={classes.top}>
      <div className={classes.topLabel}>
        {to === undefined ? (
          <Text size="sm">{label}</Text>
        ) : (
          <Anchor component={Link} to={to} size="sm">
            {label}
          </Anchor>
        )}
      </div>
      <Text size="sm" className={classes.topCount ?? ''}>
        {formatCount(count)}
        {hint !== undefined && <span className={classes.topHint}> · {hint}</span>}
      </Text>
      <svg className={classes.bar} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden>
        <rect className={classes.barGround} width="100" height="1" />
        <rect className={classes.barValue} width={Math.max(0.5, share * 100)} height="1" />
      </svg>
    </li>
  );
}

interface ListProperties {
  readonly list: TopList;
  readonly value: (entry: Pick<TopEntry, 'calls' | 'refused' | 'failed'>) => number;
  readonly toLabel: (entry: TopEntry) => string;
  readonly toAddress: (entry: TopEntry) => string | undefined;
  readonly toHint?: (entry: TopEntry) => string | undefined;
  readonly noun: 'apis' | 'applications' | 'refusals';
}

function List({ list, value, toLabel, toAddress, toHint, noun }: ListProperties) {
  const { t } = useTranslation('overview');
  const { items, others } = list;
  const highest = Math.max(1, ...items.map(value), others === null ? 0 : value(others));
  if (items.length === 0)
    return (
      <Text size="sm" c="var(--quiet-text)">
        {t(`tops.${noun}.none`)}
      </Text>
    );
  return (
    <ol className={classes.tops}>
      {items.map((entry) => {
        const hint = toHint?.(entry);
        return (
          <Row
            key={entry.id ?? ''}
            label={toLabel(entry)}
            to={toAddress(entry)}
            count={value(entry)}
            share={value(entry) / highest}
            {...(hint !== undefined && { hint })}
          />
        );
      })}
      {others !== null && (
        <Row
          label={t(`tops.${noun}.others`, {
            count: others.members,
            number: formatNumber(others.members),
          })}
          to={undefined}
          count={value(others)}
          share={value(others) / highest}
        />
      )}
    </ol>
  );
}

const byCalls = ({ calls }: Pick<TopEntry, 'calls'>): number => calls;
const bySaidNo = ({ refused, failed }: Pick<TopEntry, 'refused' | 'failed'>): number => refused + failed;
/** Who called most, what was called most, and why the gateway said no. */
export function TopSections({ summary }: { readonly summary: TrafficSummary }) {
  const { t } = useTranslation('overview');
  const tellRefused = ({ refused }: TopEntry): string | undefined =>
    refused === 0 ? undefined : t('tops.refused', { number: formatCount(refused) });
  return (
    <div className={classes.columns}>
      <Section title={t('tops.apis.title')}>
        <List
          list={summary.topApis}
          value={byCalls}
          toLabel={({ id, name }) => name ?? (id === null ? t('tops.apis.nowhere') : t('tops.apis.gone'))}
          toAddress={({ id, name }) => (id === null || name === null ? undefined : pages.api(id))}
          toHint={tellRefused}
          noun="apis"
        />
      </Section>
      <Section title={t('tops.applications.title')}>
        <List
          list={summary.topApplications}
          value={byCalls}
          toLabel={({ id, name }) =>
            name ?? (id === null ? t('tops.applications.nobody') : t('tops.applications.gone'))
          }
          toAddress={({ id, name }) => (id === null || name === null ? undefined : pages.application(id))}
          toHint={tellRefused}
          noun="applications"
        />
      </Section>
      <Section title={t('tops.refusals.title')}>
        <List
          list={summary.topRefusals}
          value={bySaidNo}
          toLabel={({ id }) => describeCheck(id ?? '')}
          toAddress={() => trafficOf({ refusedOnly: true })}
          noun="refusals"
        />
      </Section>
    </div>
  );
}

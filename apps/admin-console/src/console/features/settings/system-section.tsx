import type { SystemFacts } from '@gatehouse/dto';
import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '../../../components/ui/page';
import { formatAgo, formatDateTime, formatNumber } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import classes from './settings.module.css';

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What Gatehouse is, and where it runs. */
export function SystemSection({ system }: { readonly system: SystemFacts }) {
  const { t } = useTranslation('settings');
  const { version, license, nodeName, startedAt, nodes, database, runtime } = system;
  return (
    <Section title={t('system.title')}>
      <dl className={classes.facts}>
        <Fact name={t('system.version')}>{version}</Fact>
        <Fact name={t('system.nodes')}>
          <Anchor component={Link} to={pages.nodes}>
            {t('system.nodeCount', { count: nodes, number: formatNumber(nodes) })}
          </Anchor>
        </Fact>
        <Fact name={t('system.node')}>{nodeName}</Fact>
        <Fact name={t('system.since')}>
          <time dateTime={startedAt}>{formatDateTime(startedAt)}</time>
          <span className={classes.quiet}>{formatAgo(startedAt)}</span>
        </Fact>
        <Fact name={t('system.database')}>{database}</Fact>
        <Fact name={t('system.runtime')}>{runtime}</Fact>
        <Fact name={t('system.license')}>{license}</Fact>
      </dl>
    </Section>
  );
}

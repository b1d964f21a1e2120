import type { TrafficSum } from '@gatehouse/dto';
import { Anchor, Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Section } from '../../../components/ui/page';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { describeCheck } from '../../../lib/check-words';
import { formatDateTime, formatMilliseconds, formatNumber } from '../../../lib/format';
import { authorizationsOfApplication, errorsOf, pages, trafficOf } from '../../../lib/paths';
import { nameOfClient } from './grants';
import type { ApplicationSectionProperties } from './section';
import classes from './activity-section.module.css';
import { countBy, type Counted, sumCalls, useCalls } from './use';

const PERIODS = [
  { value: '24h', label: 'day', hours: 24 },
  { value: '7d', label: 'week', hours: 168 },
] as const;
const MOST = 5;

function Figure({ label, value }: { readonly label: string; readonly value: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="var(--quiet-text)">
        {label}
      </Text>
      <Text fw={600} size="lg">
        {value}
      </Text>
    </div>
  );
}

interface RankingProperties {
  readonly title: string;
  readonly nothing: string;
  readonly items: readonly Counted[];
  readonly toLink?: (key: string) => string;
}

function Ranking({ title, nothing, items, toLink }: RankingProperties) {
  return (
    <div>
      <Text fw={600} size="sm" mb={4}>
        {title}
      </Text>
      {items.length === 0 ? (
        <Text size="sm" c="var(--quiet-text)">
          {nothing}
        </Text>
      ) : (
        <Table aria-label={title} verticalSpacing={4} horizontalSpacing={0}>
          <Table.Tbody>
            {items.slice(0, MOST).map(({ key, label, calls }) => (
              <Table.Tr key={key}>
                <Table.Th scope="row" fw={400}>
                  {toLink === undefined ? (
                    label
                  ) : (
                    <Anchor component={Link} to={toLink(key)} size="sm">
                      {label}
                    </Anchor>
                  )}
                </Table.Th>
                <Table.Td ta="right">{formatNumber(calls)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  );
}

interface FiguresProperties {
  readonly items: readonly TrafficSum[];
  /** By the hour. */
  readonly hours: readonly TrafficSum[];
}

function Figures({ items, hours }: FiguresProperties) {
  const { t } = useTranslation('applications');
  const calls = sumCalls(items);
  const refused = sumCalls(items.filter(({ check }) => check !== null));
  const failed = sumCalls(items.filter(({ check, status }) => check === null && (status ?? 0) >= 500));
  const busyMs = items.reduce((sum, item) => sum + item.durationMs * item.calls, 0);
  const last = hours.reduce((latest, { time }) => (time !== null && time > latest ? time : latest), '');
  return (
    <div className={classes.figures}>
      <Figure label={t('activity.calls')} value={formatNumber(calls)} />
      <Figure label={t('activity.refused')} value={formatNumber(refused)} />
      <Figure label={t('activity.failed')} value={formatNumber(failed)} />
      <Figure label={t('activity.average')} value={calls === 0 ? '–' : formatMilliseconds(busyMs / calls)} />
      <Figure
        label={t('activity.lastUsed')}
        value={
          <Text span size="sm" fw={600}>
            {last === '' ? t('activity.notUsed') : formatDateTime(last)}
          </Text>
        }
      />
    </div>
  );
}

/** How much an application is used, where, by which of its clients, and what was refused. */
export function ActivitySection({ application }: ApplicationSectionProperties) {
  const { t } = useTranslation('applications');
  const [address, setAddress] = useSearchParams();
  const period = PERIODS.find(({ value }) => value === address.get('period')) ?? PERIODS[0];
  const result = useCalls(application.id, period.hours, 'api,client,status,check');
  const hours = useCalls(application.id, period.hours, '', 'hour');
  const items = result.data ?? [];
  const nameOf = (clientId: string): string => {
    const client = application.clients.find((one) => one.clientId === clientId);
    return client === undefined ? t('activity.deletedClient', { client: clientId }) : nameOfClient(client);
  };
  return (
    <Section title={t('sections.activity')} hint={t('activity.hint')}>
      <Stack gap="lg">
        <Group justify="space-between">
          <SegmentedControl
            aria-label={t('activity.period')}
            value={period.value}
            data={PERIODS.map(({ value, label }) => ({ value, label: t(`activity.${label}`) }))}
            onChange={(value) =>
              setAddress(value === '24h' ? {} : { period: value }, {
                replace: true,
                preventScrollReset: true,
              })
            }
          />
          <Group gap="md">
            <Anchor component={Link} to={trafficOf({ applicationId: application.id })} size="sm">
              {t('activity.live')}
            </Anchor>
            <Anchor component={Link} to={errorsOf({ applicationId: application.id })} size="sm">
              {t('activity.errors')}
            </Anchor>
            <Anchor component={Link} to={authorizationsOfApplication(application.id)} size="sm">
              {t('effects.authorizations', {
                count: application.authorizationCount,
                number: formatNumber(application.authorizationCount),
              })}
            </Anchor>
          </Group>
        </Group>
        {result.isPending && <ListSkeleton />}
        {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
        {result.isSuccess && (
          <>
            <Figures items={items} hours={hours.data ?? []} />
            <div className={classes.rankings}>
              <Ranking
                title={t('activity.mostApis')}
                nothing={t('activity.none')}
                items={countBy(
                  items,
                  ({ api }) => api && { key: api.id, label: api.name ?? t('activity.deletedApi') },
                )}
                toLink={pages.api}
              />
              <Ranking
                title={t('activity.byClient')}
                nothing={t('activity.none')}
                items={countBy(items, ({ clientId }) =>
                  clientId === null
                    ? { key: '', label: t('activity.noClient') }
                    : { key: clientId, label: nameOf(clientId) },
                )}
              />
              <Ranking
                title={t('activity.whyRefused')}
                nothing={t('activity.noneRefused')}
                items={countBy(items, ({ check }) =>
                  check === null ? undefined : { key: check, label: describeCheck(check) },
                )}
              />
            </div>
          </>
        )}
      </Stack>
    </Section>
  );
}

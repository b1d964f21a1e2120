import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../../lib/format';
import { Actions } from '../../ui/actions';
import { ProblemAlert } from '../../ui/problem';
import { Section } from '../../ui/section';
import { ActivityWarning } from './activity-warning';
import { type AccountActivity, getActivity, type SecurityOverview } from './api';

function Activity({ activity }: { readonly activity: AccountActivity }) {
  const { t } = useTranslation('account-security');
  const { kind, at, name, permission, browser, system, address, isByOperator, count } = activity;
  const device = browser === null || system === null ? browser : t('sessions.device', { browser, system });
  const details = [isByOperator ? t('activity.byOperator') : null, formatDateTime(at), device, address];
  return (
    <Stack component="li" gap={0}>
      <Text size="sm" fw={600}>
        {t(`activity.kinds.${kind}`, { name: name ?? '', permission: permission ?? '', count })}
      </Text>
      <Text size="sm" c="var(--quiet-text)">
        {details.filter((detail) => detail !== null).join(' · ')}
      </Text>
    </Stack>
  );
}

/** What has happened with the person's account, a page at a time; anew when something has changed. */
export function ActivitySection({ overview }: { readonly overview: SecurityOverview }) {
  const { t } = useTranslation('account-security');
  const [items, setItems] = useState<readonly AccountActivity[]>();
  const [nextPage, setNextPage] = useState<number>();
  const [failure, setFailure] = useState<unknown>();
  const load = useCallback(async (page: number) => {
    setFailure(undefined);
    try {
      const next = await getActivity(page);
      setItems((known) => (page === 1 ? next.items : [...(known ?? []), ...next.items]));
      setNextPage(next.hasMore ? page + 1 : undefined);
    } catch (error) {
      setFailure(error);
    }
  }, []);
  useEffect(() => void load(1), [load, overview]);

  return (
    <Section title={t('activity.title')}>
      <ProblemAlert error={failure} onRetry={() => void load(1)} />
      {items !== undefined && <ActivityWarning items={items} />}
      {items === undefined && failure === undefined && <Skeleton height={140} radius="md" />}
      <Stack gap="md" component="ul" m={0} p={0}>
        {items?.map((activity, index) => (
          <Activity key={index} activity={activity} />
        ))}
      </Stack>
      {nextPage !== undefined && (
        <Actions>
          <Button variant="default" onClick={() => void load(nextPage)}>
            {t('activity.more')}
          </Button>
        </Actions>
      )}
    </Section>
  );
}

import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../../lib/format';
import { Actions } from '../../ui/actions';
import { ProblemAlert } from '../../ui/problem';
import { Section } from '../../ui/section';
import { ActivityWarning } from './activity-warning';
import { type AccountActivities, type AccountActivity, getActivity, type SecurityOverview } from './api';

function Activity({
  activity,
  takesFocus,
}: {
  readonly activity: AccountActivity;
  /** It is the first of those that were asked for. */
  readonly takesFocus: boolean;
}) {
  const { t } = useTranslation('account-security');
  const entry = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus) entry.current?.focus();
  }, [takesFocus]);
  const { kind, at, name, permission, browser, system, address, isByOperator, count } = activity;
  const device = browser === null || system === null ? browser : t('sessions.device', { browser, system });
  const details = [isByOperator ? t('activity.byOperator') : null, formatDateTime(at), device, address];
  return (
    <Stack component="li" gap={0} tabIndex={takesFocus ? -1 : undefined} ref={entry}>
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
  const [pages, setPages] = useState<readonly AccountActivities[]>([]);
  const [isLoading, setLoading] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const load = useCallback(async (known: readonly AccountActivities[]) => {
    setFailure(undefined);
    setLoading(true);
    try {
      setPages([...known, await getActivity(known.at(-1)?.next ?? undefined)]);
    } catch (error) {
      setFailure(error);
    }
    setLoading(false);
  }, []);
  useEffect(() => void load([]), [load, overview]);
  const hasMore = (pages.at(-1)?.next ?? null) !== null;

  return (
    <Section title={t('activity.title')}>
      {pages.length > 0 && <ActivityWarning items={pages.flatMap(({ items }) => items)} />}
      {pages.length === 0 && failure === undefined && <Skeleton height={140} radius="md" />}
      <Stack gap="md" component="ul" m={0} p={0}>
        {pages.map(({ items }, page) =>
          items.map((activity, index) => (
            <Activity key={activity.id} activity={activity} takesFocus={page > 0 && index === 0} />
          )),
        )}
      </Stack>
      <ProblemAlert error={failure} onRetry={() => void load(pages)} />
      {hasMore && failure === undefined && (
        <Actions>
          <Button variant="default" loading={isLoading} onClick={() => void load(pages)}>
            {t('activity.more')}
          </Button>
        </Actions>
      )}
    </Section>
  );
}

import type { AccountActivity, UserDetail } from '@gatehouse/dto';
import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDateTime } from '../../../lib/format';
import { useActivity } from './api';

function Item({ activity }: { readonly activity: AccountActivity }) {
  const { t } = useTranslation('users');
  const { kind, at, name, permission, browser, system, address, isByOperator, count } = activity;
  const device = browser === null || system === null ? browser : t('activity.device', { browser, system });
  const details = [isByOperator ? t('activity.byOperator') : null, formatDateTime(at), device, address];
  return (
    <Stack component="li" gap={0}>
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {t(`activity.kinds.${kind}`, { name: name ?? '', permission: permission ?? '', count })}
      </Text>
      <Text size="sm" c="var(--quiet-text)">
        {details.filter((detail) => detail !== null).join(' · ')}
      </Text>
    </Stack>
  );
}

/** What has happened with a user's account, as they see it themselves; a page at a time. */
export function ActivitySection({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  const result = useActivity(user.id);
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (result.isPending) return <ListSkeleton />;
  const items = result.data.pages.flatMap((page) => page.items);
  return (
    <Section title={t('activity.title')} hint={t('activity.hint')}>
      {items.length === 0 ? (
        <Text size="sm" c="var(--quiet-text)">
          {t('activity.none')}
        </Text>
      ) : (
        <Stack gap="md" component="ul" m={0} p={0}>
          {items.map((activity) => (
            <Item key={activity.id} activity={activity} />
          ))}
        </Stack>
      )}
      {result.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={result.isFetchingNextPage}
          onClick={() => void result.fetchNextPage()}
        >
          {t('activity.more')}
        </Button>
      )}
    </Section>
  );
}

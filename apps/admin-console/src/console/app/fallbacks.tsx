import { Anchor, Button, Center, Loader, Stack, Text, Title } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../components/ui/page';
import { EmptyState } from '../../components/ui/states';
import { pages } from '../../lib/paths';

/** While a page is fetched. */
export function Loading() {
  const { t } = useTranslation('ui');
  return (
    <Center mih="100dvh" role="status" aria-label={t('loading')}>
      <Loader />
    </Center>
  );
}

/** Where no page is. */
export function NotFoundPage() {
  const { t } = useTranslation('console');
  return (
    <Page title={t('notFound.title')}>
      <EmptyState icon={IconMapOff} title={t('notFound.nothing')}>
        {t('notFound.detail')}{' '}
        <Anchor component={Link} to={pages.overview} underline="always">
          {t('notFound.overview')}
        </Anchor>
      </EmptyState>
    </Page>
  );
}

/** A page whose files could not be fetched, as after an upgrade of the server, or that failed when it was drawn. */
export function FailedPage() {
  const { t } = useTranslation('console');
  return (
    <Center mih="100dvh" component="main" p="md">
      <Stack align="center" ta="center" role="alert" maw={440}>
        <Title order={1} size="h3">
          {t('failed.title')}
        </Title>
        <Text>{t('failed.detail')}</Text>
        <Button onClick={() => location.reload()}>{t('failed.reload')}</Button>
      </Stack>
    </Center>
  );
}

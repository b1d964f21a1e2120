import { Center, Loader, Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Until the page knows what to ask. */
export function Loading() {
  const { t } = useTranslation('portal');
  return (
    <Center mih={260} role="status" aria-label={t('loading')}>
      <Loader />
    </Center>
  );
}

/** Grey rows while a list loads. */
export function ListLoading() {
  const { t } = useTranslation('portal');
  return (
    <Stack gap="sm" role="status" aria-label={t('loading')}>
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} height={44} radius="md" />
      ))}
    </Stack>
  );
}

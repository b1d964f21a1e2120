import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { callApi } from '../../lib/api-client';
import { endpoints } from '../../lib/paths';

const LOOK_EVERY_MS = 60_000;

/** How many requests wait for a decision; nothing where none does. */
export function WaitingRequests() {
  const { t } = useTranslation('console');
  const { data } = useQuery({
    queryKey: ['registration-requests', 'waiting'],
    queryFn: () =>
      callApi<{ readonly total: number }>('GET', endpoints.requests({ state: 'waiting', pageSize: 1 })),
    refetchInterval: LOOK_EVERY_MS,
  });
  if (data === undefined || data.total === 0) return null;
  return (
    <Badge size="sm" ml="auto" color="gate.8">
      {data.total}
      <span className="visually-hidden"> {t('navigation.waiting')}</span>
    </Badge>
  );
}

import type { TargetHealth, TargetHealthList } from '@gatehouse/dto';
import { Badge, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { callApi } from '../../../lib/api-client';
import { formatDateTime } from '../../../lib/format';
import { endpoints } from '../../../lib/paths';

const REFRESH_MS = 3_000;

function HealthRow({ target }: { readonly target: TargetHealth }) {
  const { t } = useTranslation('apis');
  return (
    <Table.Tr>
      <Table.Th scope="row">{target.url}</Table.Th>
      <Table.Td>{target.node.name}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={target.state === 'available' ? 'gate' : 'red'}>
          {t(`health.states.${target.state}`)}
        </Badge>
      </Table.Td>
      <Table.Td>{formatDateTime(target.since)}</Table.Td>
      <Table.Td>{target.isChecked ? t('health.checked') : t('health.calls')}</Table.Td>
    </Table.Tr>
  );
}

/** How the targets of an API are, as each node finds them; nothing where no node tells. */
export function UpstreamHealth({ apiId }: { readonly apiId: string }) {
  const { t } = useTranslation('apis');
  const { data } = useQuery({
    queryKey: ['api-targets', apiId],
    queryFn: () => callApi<TargetHealthList>('GET', endpoints.apiTargets(apiId)),
    refetchInterval: REFRESH_MS,
  });
  if (data === undefined || data.items.length === 0) return null;
  const ailing = data.items.filter(({ state }) => state !== 'available').length;
  return (
    <Section title={t('health.title')} hint={ailing === 0 ? t('health.allWell') : t('health.ailing')}>
      <ScrollTable label={t('health.label')}>
        <Table.Thead>
          <Table.Tr>
            {(['target', 'node', 'state', 'since', 'judgedBy'] as const).map((column) => (
              <Table.Th key={column}>{t(`health.columns.${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.items.map((target) => (
            <HealthRow key={`${target.node.id} ${target.url}`} target={target} />
          ))}
        </Table.Tbody>
      </ScrollTable>
      {data.items.every(({ isChecked }) => !isChecked) && (
        <Text size="sm" c="var(--quiet-text)" mt="sm">
          {t('health.unasked')}
        </Text>
      )}
    </Section>
  );
}

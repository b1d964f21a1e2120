import type { NodeDetail } from '@gatehouse/dto';
import { Badge, Group, Table, Text } from '@mantine/core';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Page, Section } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDateTime, formatDuration, formatNumber, formatTime } from '../../../lib/format';
import { describeNodeState, useNodes } from '../../../lib/nodes';
import { RevocationsSection } from './revocations-section';

/** In words; a newer node may have a role that has none here. */
const describeRole = (role: string): string =>
  i18next.exists(`nodes:roles.${role}`) ? i18next.t(`nodes:roles.${role as 'auth'}`) : role;

function NodeRow({ node }: { readonly node: NodeDetail }) {
  const { t } = useTranslation('nodes');
  const { label, color } = describeNodeState(node);
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6}>
          <Text fw={600}>{node.name}</Text>
          {node.isThis && (
            <Badge variant="default" tt="none">
              {t('answers')}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="var(--quiet-text)">
          {node.roles.map(describeRole).join(', ')}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={color} tt="none">
          {label}
        </Badge>
      </Table.Td>
      <Table.Td>{node.version}</Table.Td>
      <Table.Td>{formatDateTime(node.startedAt)}</Table.Td>
      <Table.Td>{formatTime(node.heardAt)}</Table.Td>
    </Table.Tr>
  );
}

function describeBound(nodes: readonly NodeDetail[]): string {
  const bound = nodes[0]?.unheardSeconds ?? null;
  return bound === null
    ? i18next.t('nodes:bound.none')
    : i18next.t('nodes:bound.seconds', { bound: formatDuration(bound) });
}

function Nodes() {
  const { t } = useTranslation('nodes');
  const result = useNodes();
  if (result.isPending) return <ListSkeleton />;
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  const { items } = result.data;
  return (
    <Section
      title={t('count', { count: items.length, number: formatNumber(items.length) })}
      hint={describeBound(items)}
    >
      <ScrollTable label={t('title')}>
        <Table.Thead>
          <Table.Tr>
            {(['node', 'state', 'version', 'since', 'heard'] as const).map((column) => (
              <Table.Th key={column}>{t(`columns.${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((node) => (
            <NodeRow key={node.id} node={node} />
          ))}
        </Table.Tbody>
      </ScrollTable>
    </Section>
  );
}

/** The processes that serve, and what each has heard of. */
export function NodesPage() {
  const { t } = useTranslation('nodes');
  return (
    <Page title={t('title')} description={t('description')}>
      <Nodes />
      <RevocationsSection />
    </Page>
  );
}

import type { NodeDetail } from '@gatehouse/dto';
import { Badge, Group, Table, Text } from '@mantine/core';
import { Page, Section } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDateTime, formatTime } from '../../../lib/format';
import { describeNodeState, useNodes } from '../../../lib/nodes';
import { RevocationsSection } from './revocations-section';

const ROLES: Readonly<Record<string, string>> = {
  auth: 'authorization server',
  gateway: 'gateway',
  admin: 'console',
};

function NodeRow({ node }: { readonly node: NodeDetail }) {
  const { label, color } = describeNodeState(node);
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6}>
          <Text fw={600}>{node.name}</Text>
          {node.isThis && (
            <Badge variant="default" tt="none">
              answers you
            </Badge>
          )}
        </Group>
        <Text size="sm" c="var(--quiet-text)">
          {node.roles.map((role) => ROLES[role] ?? role).join(', ')}
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
    ? 'A node that is cut off goes on with the last revocations that it knows.'
    : `A node that hears nothing for ${bound} s refuses access tokens by itself, where an API says nothing else.`;
}

function Nodes() {
  const result = useNodes();
  if (result.isPending) return <ListSkeleton />;
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  const { items } = result.data;
  return (
    <Section title={items.length === 1 ? 'One node' : `${items.length} nodes`} hint={describeBound(items)}>
      <ScrollTable label="Nodes">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Node</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Version</Table.Th>
            <Table.Th>Since</Table.Th>
            <Table.Th>Last heard of</Table.Th>
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
  return (
    <Page title="Nodes" description="The processes that serve, and since when each refuses what was revoked.">
      <Nodes />
      <RevocationsSection />
    </Page>
  );
}

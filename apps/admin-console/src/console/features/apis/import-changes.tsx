import type { ApisChange, ApisImportResult } from '@gatehouse/dto';
import { Badge, Code, Stack, Table, Text } from '@mantine/core';
import { ScrollTable } from '../../../components/ui/scroll-table';

const STATES: Record<ApisChange['state'], { readonly label: string; readonly color: string }> = {
  added: { label: 'New', color: 'gate' },
  changed: { label: 'Changed', color: 'grape' },
  unchanged: { label: 'The same', color: 'gray' },
  removed: { label: 'Removed', color: 'red' },
  'passed-over': { label: 'Passed over', color: 'gray' },
};

function describeRoutes({ routes: { added, removed, changed } }: ApisChange): string {
  const parts = [
    added > 0 ? `${added} new` : '',
    removed > 0 ? `${removed} removed` : '',
    changed > 0 ? `${changed} changed` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'in another order' : parts.join(', ');
}

function Details({ change }: { readonly change: ApisChange }) {
  const { state, fields, routes } = change;
  if (state === 'added')
    return <Text size="sm">{routes.added === 1 ? '1 route' : `${routes.added} routes`}</Text>;
  return (
    <Stack gap={2}>
      {fields.map((field) => (
        <Text size="sm" key={field}>
          <Code>{field}</Code>
          {field === 'routes' && ` ${describeRoutes(change)}`}
        </Text>
      ))}
    </Stack>
  );
}

/** What a document would make of each API. */
export function ImportChanges({ result: { apis, scopes } }: { readonly result: ApisImportResult }) {
  const news = scopes.filter(({ state }) => state !== 'unchanged');
  return (
    <Stack>
      <ScrollTable label="Changes">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>API</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>What differs</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {apis.map((change) => (
            <Table.Tr key={change.key}>
              <Table.Td>
                <Text size="sm" fw={600}>
                  {change.name}
                </Text>
                <Code>{change.basePath}</Code>
              </Table.Td>
              <Table.Td>
                <Badge variant="light" color={STATES[change.state].color}>
                  {STATES[change.state].label}
                </Badge>
              </Table.Td>
              <Table.Td>
                <Details change={change} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
      {news.length > 0 && (
        <Text size="sm">
          Scopes:{' '}
          {news.map(({ name, state }) => `${name} (${state === 'added' ? 'new' : 'other words'})`).join(', ')}
        </Text>
      )}
    </Stack>
  );
}

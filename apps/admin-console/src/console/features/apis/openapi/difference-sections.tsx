import type { OpenApiChange, OpenApiDifference } from '@gatehouse/dto';
import { Badge, Code, Table, Text } from '@mantine/core';
import { Section } from '../../../../components/ui/page';
import { ScrollTable } from '../../../../components/ui/scroll-table';
import { NotesSection, RouteTable, ScopesSection } from './findings';

const KINDS = { added: 'Added', removed: 'Removed', access: 'Access', request: 'Requests' } as const;

const IMPACTS = {
  breaking: { label: 'Breaking', color: 'red', variant: 'light' },
  perhaps: { label: 'May break', color: 'gray', variant: 'default' },
  compatible: { label: 'Compatible', color: 'gray', variant: 'light' },
} as const;

const ORDER = ['breaking', 'perhaps', 'compatible'];

function ChangeRow({ change }: { readonly change: OpenApiChange }) {
  const { label, color, variant } = IMPACTS[change.impact];
  return (
    <Table.Tr>
      <Table.Td>
        <Badge variant={variant} color={color} miw="max-content">
          {label}
        </Badge>
      </Table.Td>
      <Table.Td>{KINDS[change.kind]}</Table.Td>
      <Table.Td>
        <Code>
          {change.method} {change.path}
        </Code>
      </Table.Td>
      <Table.Td>{change.detail}</Table.Td>
    </Table.Tr>
  );
}

/** What breaks callers comes first. */
function ChangesSection({ changes }: Pick<OpenApiDifference, 'changes'>) {
  const sorted = [...changes].sort((one, other) => ORDER.indexOf(one.impact) - ORDER.indexOf(other.impact));
  return (
    <Section title="What changes">
      {sorted.length === 0 ? (
        <Text size="sm">Nothing that callers notice: no route, no scope of one, no request.</Text>
      ) : (
        <ScrollTable label="Changes">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>For callers</Table.Th>
              <Table.Th>What</Table.Th>
              <Table.Th>Operation</Table.Th>
              <Table.Th>Change</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sorted.map((change) => (
              <ChangeRow
                key={`${change.kind} ${change.method} ${change.path} ${change.detail}`}
                change={change}
              />
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </Section>
  );
}

/** What a later document would change. */
export function DifferenceSections({ difference }: { readonly difference: OpenApiDifference }) {
  const { changes, kept, scopes, notes } = difference;
  return (
    <>
      <ChangesSection changes={changes} />
      {kept.length > 0 && (
        <Section title="What stays" hint="Routes that no document gave: somebody added them here.">
          <RouteTable label="Routes that stay" routes={kept} />
        </Section>
      )}
      <ScopesSection scopes={scopes} />
      <NotesSection notes={notes} />
    </>
  );
}

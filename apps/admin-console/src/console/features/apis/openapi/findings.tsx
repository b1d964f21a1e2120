import type { OpenApiNote, OpenApiRoute, OpenApiScope } from '@gatehouse/dto';
import { Badge, Code, Group, List, Stack, Table, Text } from '@mantine/core';
import { Section } from '../../../../components/ui/page';
import { ScrollTable } from '../../../../components/ui/scroll-table';
import classes from './document-input.module.css';

const MAX_ROWS = 200;

function describeAccess({ access, scopes, scopeMatch }: OpenApiRoute): string {
  if (access === 'public') return 'Public: anybody';
  if (access === 'authenticated') return 'Any valid access token';
  return scopes.join(scopeMatch === 'any' ? ' or ' : ' and ');
}

function More({ count }: { readonly count: number }) {
  if (count <= MAX_ROWS) return null;
  return (
    <Text size="sm" c="var(--quiet-text)" mt="xs">
      And {count - MAX_ROWS} more.
    </Text>
  );
}

/** Routes in the order in which they are tried. */
export function RouteTable(properties: { readonly label: string; readonly routes: readonly OpenApiRoute[] }) {
  const { label, routes } = properties;
  return (
    <>
      <ScrollTable label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Methods</Table.Th>
            <Table.Th>Path</Table.Th>
            <Table.Th>Who may call</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {routes.slice(0, MAX_ROWS).map((route) => (
            <Table.Tr key={`${route.methods.join()} ${route.path}`}>
              <Table.Td>{route.methods.length === 0 ? 'Every method' : route.methods.join(', ')}</Table.Td>
              <Table.Td>
                <Code>{route.path}</Code>
              </Table.Td>
              <Table.Td>{describeAccess(route)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
      <More count={routes.length} />
    </>
  );
}

const STATES = {
  new: { label: 'New', color: 'gate', variant: 'light' },
  known: { label: 'Defined', color: 'gray', variant: 'light' },
  different: { label: 'Keeps its words', color: 'gray', variant: 'default' },
} as const;

function ScopeRow({ scope }: { readonly scope: OpenApiScope }) {
  const { label, color, variant } = STATES[scope.state];
  return (
    <Table.Tr>
      <Table.Td>
        <Code>{scope.name}</Code>
      </Table.Td>
      <Table.Td>
        <Badge variant={variant} color={color}>
          {label}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{(scope.current ?? scope).title}</Text>
        {scope.state === 'different' && (
          <Text size="xs" c="var(--quiet-text)">
            In the document: {scope.title}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** The scopes that routes of a document need. */
export function ScopesSection({ scopes }: { readonly scopes: readonly OpenApiScope[] }) {
  return (
    <Section
      title="Scopes"
      hint="New ones are defined with these words for the consent page. Those that are defined keep theirs: people have agreed to them."
    >
      {scopes.length === 0 ? (
        <Text size="sm">No route needs one.</Text>
      ) : (
        <ScrollTable label="Scopes">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Scope</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>On the consent page</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {scopes.map((scope) => (
              <ScopeRow key={scope.name} scope={scope} />
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </Section>
  );
}

function Note({ message, pointer, line }: OpenApiNote) {
  return (
    <List.Item>
      <Stack gap={0}>
        <Text size="sm">{message}</Text>
        <Group gap="xs" className={classes.place ?? ''} c="var(--quiet-text)">
          {line !== null && <span>Line {line}</span>}
          {pointer !== '' && <span>{pointer}</span>}
        </Group>
      </Stack>
    </List.Item>
  );
}

/** What of a document becomes something else than it says. */
export function NotesSection({ notes }: { readonly notes: readonly OpenApiNote[] }) {
  if (notes.length === 0) return null;
  return (
    <Section
      title="Worth a look"
      hint="Where the gateway cannot do what the document says, it asks callers for more, or leaves out."
    >
      <List spacing="sm">
        {notes.map((note) => (
          <Note key={`${note.pointer} ${note.message}`} {...note} />
        ))}
      </List>
    </Section>
  );
}

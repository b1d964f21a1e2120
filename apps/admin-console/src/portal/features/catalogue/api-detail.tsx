import { Anchor, Badge, Code, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { catalogue } from '../../../lib/paths';
import { type CatalogueDetail, type CatalogueOperation, getApi } from './api';
import { AccessSteps } from './access-steps';
import { useLoaded } from './use-loaded';

function Access({ access, scopes, scopeMatch }: CatalogueOperation) {
  if (access === 'public') return <Text size="sm">Anybody</Text>;
  if (access === 'authenticated') return <Text size="sm">Any access token for this API</Text>;
  return (
    <Group gap={6}>
      {scopes.map((scope) => (
        <Badge key={scope} variant="light" tt="none">
          {scope}
        </Badge>
      ))}
      {scopes.length > 1 && <Text size="sm">{scopeMatch === 'all' ? 'all of them' : 'one of them'}</Text>}
    </Group>
  );
}

function Operations({ api }: { readonly api: CatalogueDetail }) {
  return (
    <section aria-label="Operations">
      <Title order={2} size="h4" mb="xs">
        Operations
      </Title>
      <ScrollTable label="Operations">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Method</Table.Th>
            <Table.Th>Path</Table.Th>
            <Table.Th>Needs</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {api.operations.map((operation, index) => (
            // Routes of one API may look the same; their order is what they are.
            <Table.Tr key={index}>
              <Table.Td>{operation.methods.length === 0 ? 'any' : operation.methods.join(', ')}</Table.Td>
              <Table.Td>
                <Code>{operation.path}</Code>
              </Table.Td>
              <Table.Td>
                <Access {...operation} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </section>
  );
}

function Scopes({ scopes }: Pick<CatalogueDetail, 'scopes'>) {
  if (scopes.length === 0) return null;
  return (
    <section aria-label="Scopes">
      <Title order={2} size="h4" mb="xs">
        Scopes
      </Title>
      <Stack gap="xs">
        {scopes.map(({ name, title, description }) => (
          <Text key={name} size="sm">
            <Code>{name}</Code> {title}
            {description === '' ? '' : `. ${description}`}
          </Text>
        ))}
      </Stack>
    </section>
  );
}

/** One API: what it is, its operations and scopes, and how to get an access token for it. */
export function ApiPage({ id }: { readonly id: string }) {
  const load = useCallback(() => getApi(id), [id]);
  const [state, retry] = useLoaded(load);
  const name = state.name === 'shown' ? state.value.name : 'API';
  useEffect(() => {
    document.title = name;
  }, [name]);
  return (
    <Stack gap="lg">
      <Anchor href={catalogue.page} size="sm">
        ← All APIs
      </Anchor>
      {state.name === 'loading' && <ListSkeleton />}
      {state.name === 'failed' && <ErrorState error={state.error} onRetry={retry} />}
      {state.name === 'shown' && (
        <>
          <div>
            <Title order={1} size="h2">
              {state.value.name}
            </Title>
            {state.value.description !== '' && <Text mt={4}>{state.value.description}</Text>}
          </div>
          <AccessSteps api={state.value} />
          <Operations api={state.value} />
          <Scopes scopes={state.value.scopes} />
        </>
      )}
    </Stack>
  );
}

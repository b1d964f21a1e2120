import type { ScopeDetail } from '@gatehouse/dto';
import {
  Alert,
  Anchor,
  Badge,
  Button,
  Code,
  Group,
  Modal,
  Paper,
  Stack,
  Table,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { Link } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Page } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { pages } from '../../../lib/paths';
import { createScope, deleteScope, updateScope, useScopes } from './api';

function ScopeDialog({
  scope,
  onClose,
}: {
  readonly scope: ScopeDetail | undefined;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState(scope?.name ?? '');
  const [title, setTitle] = useState(scope?.title ?? '');
  const [description, setDescription] = useState(scope?.description ?? '');
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      await (scope === undefined
        ? createScope({ name: name.trim(), title: title.trim(), description })
        : updateScope(scope.name, { title: title.trim(), description }));
      onClose();
    } catch (error) {
      setProblems(toFormProblems(error));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={scope === undefined ? 'Define a scope' : `Words of ${scope.name}`}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          {problems !== undefined && (
            <Alert color="red" variant="light" role="alert">
              {problems.summary}
            </Alert>
          )}
          {scope === undefined && (
            <TextInput
              label="Name"
              description="What applications ask for, such as photos or photos:write."
              required
              value={name}
              error={problems?.fields['name']}
              spellCheck={false}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          <TextInput
            label="Title"
            description="Users read it on the consent page, such as: See your photos."
            required
            maxLength={120}
            value={title}
            error={problems?.fields['title']}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Textarea
            label="Description"
            description="For users who want to know more. May stay empty."
            maxLength={500}
            autosize
            minRows={2}
            value={description}
            error={problems?.fields['description']}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isBusy}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function ScopeTable(properties: {
  readonly scopes: readonly ScopeDetail[];
  readonly onEdit: (scope: ScopeDetail) => void;
  readonly onDelete: (scope: ScopeDetail) => void;
}) {
  return (
    <Paper withBorder>
      <ScrollTable label="Scopes">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Scope</Table.Th>
            <Table.Th>What users read</Table.Th>
            <Table.Th>Used by</Table.Th>
            <Table.Th>
              <span className="visually-hidden">Actions</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {properties.scopes.map((scope) => (
            <Table.Tr key={scope.name}>
              <Table.Td>
                <Code>{scope.name}</Code>
              </Table.Td>
              <Table.Td>
                <Text size="sm" fw={550}>
                  {scope.title}
                </Text>
                <Text size="sm" c="var(--quiet-text)">
                  {scope.description}
                </Text>
              </Table.Td>
              <Table.Td>
                {scope.usedBy.map(({ apiId, apiName }) => (
                  <Anchor key={apiId} component={Link} to={pages.api(apiId)} size="sm" display="block" py={3}>
                    {apiName}
                  </Anchor>
                ))}
              </Table.Td>
              <Table.Td ta="right">
                {scope.builtIn ? (
                  <Badge variant="light" color="gray">
                    Built in
                  </Badge>
                ) : (
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    <Button
                      variant="subtle"
                      size="xs"
                      aria-label={`Edit ${scope.name}`}
                      onClick={() => properties.onEdit(scope)}
                    >
                      Edit
                    </Button>
                    <Button
                      variant="subtle"
                      color="red"
                      size="xs"
                      aria-label={`Delete ${scope.name}`}
                      onClick={() => properties.onDelete(scope)}
                    >
                      Delete
                    </Button>
                  </Group>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </Paper>
  );
}

/** Scopes, and the words that users read. */
export function ScopesPage() {
  const result = useScopes();
  const [edited, setEdited] = useState<ScopeDetail | 'new'>();
  const [deleted, setDeleted] = useState<ScopeDetail>();
  const define = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited('new')}>
      Define scope
    </Button>
  );
  return (
    <Page
      title="Scopes"
      description="What applications can be allowed to do, in words that users understand."
      actions={define}
    >
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && (
        <>
          {result.data.items.every(({ builtIn }) => builtIn) && (
            <EmptyState icon={IconKey} title="No scopes of your own yet" action={define}>
              A scope is one permission, such as “See your photos”. Routes ask for scopes, and users allow
              them.
            </EmptyState>
          )}
          <ScopeTable scopes={result.data.items} onEdit={setEdited} onDelete={setDeleted} />
        </>
      )}
      {edited !== undefined && (
        <ScopeDialog scope={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
      {deleted !== undefined && (
        <ConfirmDialog
          title={`Delete the scope ${deleted.name}?`}
          confirmLabel="Delete"
          onConfirm={() => deleteScope(deleted.name)}
          onClose={() => setDeleted(undefined)}
        >
          Applications that may ask for it no longer can.
        </ConfirmDialog>
      )}
    </Page>
  );
}

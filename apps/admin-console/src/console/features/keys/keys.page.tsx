import type { KeyDetail } from '@gatehouse/dto';
import { Badge, Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { IconCertificate } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Page, Section } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDateTime } from '../../../lib/format';
import { revokeKey, useKeys } from './api';
import { RotateDialog } from './rotate-dialog';

const STATES = {
  next: { label: 'Next', color: 'blue' },
  active: { label: 'Signs', color: 'gate' },
  retired: { label: 'Retired', color: 'gray' },
  revoked: { label: 'Revoked', color: 'red' },
} as const;
const ORDER: readonly KeyDetail['state'][] = ['active', 'next', 'retired', 'revoked'];

function describeDates(key: KeyDetail): string {
  if (key.state === 'active' && key.activatedAt !== null) return `since ${formatDateTime(key.activatedAt)}`;
  if (key.state === 'next')
    return key.activatesAt === null
      ? 'when it is rotated by hand'
      : `from ${formatDateTime(key.activatesAt)}`;
  if (key.state === 'retired' && key.expiresAt !== null)
    return `published until ${formatDateTime(key.expiresAt)}`;
  return key.retiredAt === null ? '' : `on ${formatDateTime(key.retiredAt)}`;
}

function KeyRow({ item, onRevoke }: { readonly item: KeyDetail; readonly onRevoke: () => void }) {
  const state = STATES[item.state];
  return (
    <Table.Tr>
      <Table.Td>
        <Badge variant="light" color={state.color} miw={88}>
          {state.label}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Code>{item.kid}</Code>
        {item.signer === 'outside' && (
          <Text size="sm" c="var(--quiet-text)">
            with the outside signer
          </Text>
        )}
      </Table.Td>
      <Table.Td>{formatDateTime(item.createdAt)}</Table.Td>
      <Table.Td>{describeDates(item)}</Table.Td>
      <Table.Td ta="right">
        {item.state !== 'revoked' && (
          <Button
            variant="subtle"
            color="red"
            size="xs"
            aria-label={`Revoke key ${item.kid}`}
            onClick={onRevoke}
          >
            Revoke
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function AlgorithmSection(properties: {
  readonly algorithm: string;
  readonly keys: readonly KeyDetail[];
  readonly onRotate: () => void;
  readonly onRevoke: (key: KeyDetail) => void;
}) {
  const { algorithm, keys } = properties;
  const isDefault = keys.some((key) => key.isDefault);
  return (
    <Section
      title={algorithm}
      hint={
        isDefault
          ? 'Signs for every client that asks for no other algorithm.'
          : 'For clients that ask for it.'
      }
    >
      <Stack>
        <ScrollTable label={`${algorithm} keys`}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>State</Table.Th>
              <Table.Th>Key ID</Table.Th>
              <Table.Th>Made</Table.Th>
              <Table.Th>When</Table.Th>
              <Table.Th>
                <span className="visually-hidden">Actions</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keys.map((key) => (
              <KeyRow key={key.kid} item={key} onRevoke={() => properties.onRevoke(key)} />
            ))}
          </Table.Tbody>
        </ScrollTable>
        <Group>
          <Button variant="default" aria-label={`Rotate the ${algorithm} key`} onClick={properties.onRotate}>
            Rotate
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

/** The default algorithm first; within one, what signs first. */
function groupByAlgorithm(keys: readonly KeyDetail[]): readonly [string, readonly KeyDetail[]][] {
  const groups = new Map<string, KeyDetail[]>();
  const sorted = keys.toSorted(
    (a, b) => Number(b.isDefault) - Number(a.isDefault) || ORDER.indexOf(a.state) - ORDER.indexOf(b.state),
  );
  for (const key of sorted) groups.set(key.algorithm, [...(groups.get(key.algorithm) ?? []), key]);
  return [...groups];
}

/** The keys that tokens are signed with: seen, rotated, and revoked. */
export function KeysPage() {
  const result = useKeys();
  const [rotated, setRotated] = useState<string>();
  const [revoked, setRevoked] = useState<KeyDetail>();
  return (
    <Page
      title="Signing keys"
      description="What access tokens and ID tokens are signed with. The next key of each algorithm is published ahead."
    >
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && result.data.items.length === 0 && (
        <EmptyState icon={IconCertificate} title="No signing keys">
          Gatehouse makes them when it starts. Look into its log for the reason that it did not.
        </EmptyState>
      )}
      {result.isSuccess &&
        groupByAlgorithm(result.data.items).map(([algorithm, keys]) => (
          <AlgorithmSection
            key={algorithm}
            algorithm={algorithm}
            keys={keys}
            onRotate={() => setRotated(algorithm)}
            onRevoke={setRevoked}
          />
        ))}
      {rotated !== undefined && <RotateDialog algorithm={rotated} onClose={() => setRotated(undefined)} />}
      {revoked !== undefined && (
        <ConfirmDialog
          title={`Revoke this ${revoked.algorithm} key?`}
          confirmLabel="Revoke"
          onConfirm={() => revokeKey(revoked.kid)}
          onClose={() => setRevoked(undefined)}
        >
          Everything that it signed is refused from now on, and its private part is destroyed.
          {revoked.state === 'active' && ' The next key begins to sign at once.'}
        </ConfirmDialog>
      )}
    </Page>
  );
}

import type { Receipt } from '@gatehouse/dto';
import { Pagination, Stack, Table, Text } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { useState } from 'react';
import { Section } from '../../../components/ui/page';
import { describeReceipt } from '../../../components/ui/receipt';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDateTime } from '../../../lib/format';
import { PAGE_SIZE, useRevocations } from './api';

const KINDS: Readonly<Record<Receipt['kind'], string>> = {
  'access-token': 'Access token',
  grant: 'Grant',
  authorization: 'Authorization',
  user: 'User',
  application: 'Application',
  client: 'Client',
  'client-secret': 'Client secret',
  'api-key': 'API key',
  'signing-key': 'Signing key',
  api: 'API',
};

function ReceiptRow({ receipt }: { readonly receipt: Receipt }) {
  return (
    <Table.Tr>
      <Table.Td>{formatDateTime(receipt.revokedAt)}</Table.Td>
      <Table.Td>
        <Text>{KINDS[receipt.kind]}</Text>
        <Text size="sm" c="var(--quiet-text)">
          {receipt.subjectName ?? receipt.subjectId}
        </Text>
      </Table.Td>
      <Table.Td>{describeReceipt(receipt)}</Table.Td>
    </Table.Tr>
  );
}

function Receipts() {
  const [page, setPage] = useState(1);
  const result = useRevocations(page);
  if (result.isPending) return <ListSkeleton />;
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  const { items, total } = result.data;
  if (total === 0) {
    return (
      <EmptyState icon={IconReceipt} title="Nothing was revoked lately">
        When you revoke an authorization, or disable an application or a user, its receipt is here for a day.
      </EmptyState>
    );
  }
  return (
    <Stack>
      <ScrollTable label="Revocations">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>When</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th>Receipt</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((receipt) => (
            <ReceiptRow key={receipt.epoch} receipt={receipt} />
          ))}
        </Table.Tbody>
      </ScrollTable>
      {total > PAGE_SIZE && (
        <Pagination total={Math.ceil(total / PAGE_SIZE)} value={page} onChange={setPage} />
      )}
    </Stack>
  );
}

/** What took rights away in the last day, and when the last node knew. */
export function RevocationsSection() {
  return (
    <Section
      title="Revocations and changes"
      hint="How long it took until the last node refused it. From then on no node accepts it."
    >
      <Receipts />
    </Section>
  );
}

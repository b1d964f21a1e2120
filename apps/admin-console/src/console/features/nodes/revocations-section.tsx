import type { Receipt } from '@gatehouse/dto';
import { Pagination, Stack, Table, Text } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { describeReceipt } from '../../../components/ui/receipt';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDateTime } from '../../../lib/format';
import { PAGE_SIZE, useRevocations } from './api';

function ReceiptRow({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation('nodes');
  return (
    <Table.Tr>
      <Table.Td>{formatDateTime(receipt.revokedAt)}</Table.Td>
      <Table.Td>
        <Text>{t(`revocations.kinds.${receipt.kind}`)}</Text>
        <Text size="sm" c="var(--quiet-text)">
          {receipt.subjectName ?? receipt.subjectId}
        </Text>
      </Table.Td>
      <Table.Td>{describeReceipt(receipt)}</Table.Td>
    </Table.Tr>
  );
}

function Receipts() {
  const { t } = useTranslation(['nodes', 'ui']);
  const [page, setPage] = useState(1);
  const result = useRevocations(page);
  if (result.isPending) return <ListSkeleton />;
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  const { items, total } = result.data;
  if (total === 0) {
    return (
      <EmptyState icon={IconReceipt} title={t('revocations.empty.title')}>
        {t('revocations.empty.text')}
      </EmptyState>
    );
  }
  return (
    <Stack>
      <ScrollTable label={t('revocations.label')}>
        <Table.Thead>
          <Table.Tr>
            {(['when', 'what', 'receipt'] as const).map((column) => (
              <Table.Th key={column}>{t(`revocations.columns.${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((receipt) => (
            <ReceiptRow key={receipt.epoch} receipt={receipt} />
          ))}
        </Table.Tbody>
      </ScrollTable>
      {total > PAGE_SIZE && (
        <Pagination
          total={Math.ceil(total / PAGE_SIZE)}
          value={page}
          onChange={setPage}
          getControlProps={(control) => ({ 'aria-label': t(`ui:list.pages.${control}`) })}
        />
      )}
    </Stack>
  );
}

/** What took rights away in the last day, and when the last node knew. */
export function RevocationsSection() {
  const { t } = useTranslation('nodes');
  return (
    <Section title={t('revocations.title')} hint={t('revocations.hint')}>
      <Receipts />
    </Section>
  );
}

import type { KeyDetail } from '@gatehouse/dto';
import { Badge, Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { IconCertificate } from '@tabler/icons-react';
import i18next from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Page, Section } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDateTime } from '../../../lib/format';
import { revokeKey, useKeys } from './api';
import { RotateDialog } from './rotate-dialog';
import { announceReceipt } from '../../../components/ui/receipt';
import { ForOperators } from '../../../components/ui/role';

const COLORS = { next: 'blue', active: 'gate', retired: 'gray', revoked: 'red' } as const;
const ORDER: readonly KeyDetail['state'][] = ['active', 'next', 'retired', 'revoked'];

const sayTime = (word: 'since' | 'from' | 'until' | 'on', iso: string): string =>
  i18next.t(`keys:dates.${word}`, { time: formatDateTime(iso) });

function describeDates({ state, activatesAt, activatedAt, retiredAt, expiresAt }: KeyDetail): string {
  if (state === 'active' && activatedAt !== null) return sayTime('since', activatedAt);
  if (state === 'next')
    return activatesAt === null ? i18next.t('keys:dates.byHand') : sayTime('from', activatesAt);
  if (state === 'retired' && expiresAt !== null) return sayTime('until', expiresAt);
  return retiredAt === null ? '' : sayTime('on', retiredAt);
}

function KeyRow({ item, onRevoke }: { readonly item: KeyDetail; readonly onRevoke: () => void }) {
  const { t } = useTranslation('keys');
  return (
    <Table.Tr>
      <Table.Td>
        <Badge variant="light" color={COLORS[item.state]} miw={88}>
          {t(`states.${item.state}`)}
        </Badge>
      </Table.Td>
      <Table.Td data-title>
        <Code>{item.kid}</Code>
        {item.signer === 'outside' && (
          <Text size="sm" c="var(--quiet-text)">
            {t('list.outside')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{formatDateTime(item.createdAt)}</Table.Td>
      <Table.Td>{describeDates(item)}</Table.Td>
      <Table.Td ta="right">
        {item.state !== 'revoked' && (
          <ForOperators admins>
            <Button
              variant="subtle"
              color="red"
              size="xs"
              aria-label={t('list.revokeOne', { kid: item.kid })}
              onClick={onRevoke}
            >
              {t('revoke')}
            </Button>
          </ForOperators>
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
  const { t } = useTranslation(['keys', 'ui']);
  const { algorithm, keys } = properties;
  const isDefault = keys.some((key) => key.isDefault);
  return (
    <Section title={algorithm} hint={t(isDefault ? 'list.isDefault' : 'list.isOther')}>
      <Stack>
        <ScrollTable label={t('list.label', { algorithm })}>
          <Table.Thead>
            <Table.Tr>
              {(['state', 'id', 'made', 'when'] as const).map((column) => (
                <Table.Th key={column}>{t(`list.columns.${column}`)}</Table.Th>
              ))}
              <Table.Th>
                <span className="visually-hidden">{t('ui:actions')}</span>
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
          <ForOperators admins>
            <Button
              variant="default"
              aria-label={t('list.rotateOne', { algorithm })}
              onClick={properties.onRotate}
            >
              {t('rotate')}
            </Button>
          </ForOperators>
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
  const { t } = useTranslation('keys');
  const result = useKeys();
  const [rotated, setRotated] = useState<string>();
  const [revoked, setRevoked] = useState<KeyDetail>();
  return (
    <Page title={t('title')} description={t('description')}>
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && result.data.items.length === 0 && (
        <EmptyState icon={IconCertificate} title={t('empty.title')}>
          {t('empty.text')}
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
          title={t('ask.title', { algorithm: revoked.algorithm })}
          confirmLabel={t('revoke')}
          onConfirm={async () => {
            await revokeKey(revoked.kid);
            announceReceipt(t('ask.done'), { kind: 'signing-key', subjectId: revoked.kid });
          }}
          onClose={() => setRevoked(undefined)}
        >
          {t(revoked.state === 'active' ? 'ask.active' : 'ask.text')}
        </ConfirmDialog>
      )}
    </Page>
  );
}

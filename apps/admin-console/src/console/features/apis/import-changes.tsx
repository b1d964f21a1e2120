import type { ApisChange, ApisImportResult } from '@gatehouse/dto';
import { Badge, Code, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import i18next from 'i18next';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { formatNumber } from '../../../lib/format';

const COLORS: Record<ApisChange['state'], string> = {
  added: 'gate',
  changed: 'grape',
  unchanged: 'gray',
  removed: 'red',
  'passed-over': 'gray',
};

function describeRoutes({ routes: { added, removed, changed } }: ApisChange): string {
  const counts = { added, removed, changed } as const;
  const parts = (['added', 'removed', 'changed'] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) =>
      i18next.t(`apis:changed.routes.${kind}`, { count: counts[kind], number: formatNumber(counts[kind]) }),
    );
  return parts.length === 0 ? i18next.t('apis:changed.order') : parts.join(', ');
}

function Details({ change }: { readonly change: ApisChange }) {
  const { t } = useTranslation('apis');
  const { state, fields, routes } = change;
  if (state === 'added')
    return (
      <Text size="sm">{t('import.routes', { count: routes.added, number: formatNumber(routes.added) })}</Text>
    );
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
  const { t } = useTranslation('apis');
  const news = scopes.filter(({ state }) => state !== 'unchanged');
  return (
    <Stack>
      <ScrollTable label={t('changed.label')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('changed.columns.api')}</Table.Th>
            <Table.Th>{t('changed.columns.state')}</Table.Th>
            <Table.Th>{t('changed.columns.difference')}</Table.Th>
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
                <Badge variant="light" color={COLORS[change.state]}>
                  {t(`changed.states.${change.state}`)}
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
          {t('changed.scopes', {
            scopes: news
              .map(({ name, state }) => t(`changed.scope.${state === 'added' ? 'new' : 'words'}`, { name }))
              .join(', '),
          })}
        </Text>
      )}
    </Stack>
  );
}

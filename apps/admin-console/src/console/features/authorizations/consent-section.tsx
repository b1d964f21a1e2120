import type { ConsentDetail } from '@gatehouse/dto';
import { Code, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { formatDateTime } from '../../../lib/format';
import { DetailList } from './detail-list';

const COLUMNS = ['at', 'way', 'scopes', 'client', 'from'] as const;

/** When what was allowed, on which page, and from where. */
export function ConsentSection({ consents }: { readonly consents: readonly ConsentDetail[] }) {
  const { t } = useTranslation('authorizations');
  return (
    <Section title={t('consents.title')}>
      {consents.length === 0 ? (
        <Text size="sm" c="var(--quiet-text)">
          {t('consents.none')}
        </Text>
      ) : (
        <ScrollTable label={t('consents.title')}>
          <Table.Thead>
            <Table.Tr>
              {COLUMNS.map((column) => (
                <Table.Th key={column}>{t(`consents.columns.${column}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {consents.map(({ at, way, scopes, details, clientId, address, browser, system }) => (
              <Table.Tr key={`${at} ${scopes.join(' ')}`}>
                <Table.Td>{formatDateTime(at)}</Table.Td>
                <Table.Td>{t(`ways.${way}`)}</Table.Td>
                <Table.Td>
                  <Group gap={6}>
                    {scopes.map((scope) => (
                      <Code key={scope}>{scope}</Code>
                    ))}
                  </Group>
                  <DetailList details={details} />
                </Table.Td>
                <Table.Td>
                  <Code>{clientId}</Code>
                </Table.Td>
                <Table.Td>
                  {address ?? '–'}
                  <Text size="sm" c="var(--quiet-text)">
                    {[browser, system].filter((one) => one !== null).join(' · ')}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </Section>
  );
}

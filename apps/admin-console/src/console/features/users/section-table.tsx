import { Group, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';

interface Properties {
  readonly title: string;
  readonly hint: string;
  /** What is said where there are no rows. */
  readonly none: string;
  readonly isEmpty: boolean;
  /** That of what can be done with a row comes after these. */
  readonly columns: readonly string[];
  /** Under the table: what is about all of its rows. */
  readonly footer: ReactNode;
  readonly minWidth: number;
  /** The rows. */
  readonly children: ReactNode;
}

/** What a user has several of, in a section of their page. */
export function SectionTable({
  title,
  hint,
  none,
  isEmpty,
  columns,
  footer,
  minWidth,
  children,
}: Properties) {
  const { t } = useTranslation('ui');
  return (
    <Section title={title} hint={hint}>
      {isEmpty ? (
        <Text size="sm" c="var(--quiet-text)">
          {none}
        </Text>
      ) : (
        <>
          <ScrollTable label={title} miw={minWidth}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column}>{column}</Table.Th>
                ))}
                <Table.Th>
                  <span className="visually-hidden">{t('actions')}</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>{children}</Table.Tbody>
          </ScrollTable>
          {footer !== false && (
            <Group justify="space-between" mt="sm">
              {footer}
            </Group>
          )}
        </>
      )}
    </Section>
  );
}

import type { OpenApiChange, OpenApiDifference } from '@gatehouse/dto';
import { Badge, Code, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../../components/ui/page';
import { ScrollTable } from '../../../../components/ui/scroll-table';
import { describeFinding } from '../../../../lib/form-problems';
import { describeAccess, NotesSection, RouteTable, ScopesSection } from './findings';

const IMPACTS = {
  breaking: { color: 'red', variant: 'light' },
  perhaps: { color: 'gray', variant: 'default' },
  compatible: { color: 'gray', variant: 'light' },
} as const;

const ORDER = ['breaking', 'perhaps', 'compatible'];

/** Of a route, who may call before and after; of its requests, what the server found. */
function describeChange({ detail, before = null, after = null, ...said }: OpenApiChange): string {
  const accesses = [before, after].filter((access) => access !== null);
  return accesses.length > 0
    ? accesses.map(describeAccess).join(' → ')
    : describeFinding({ ...said, message: detail });
}

function ChangeRow({ change }: { readonly change: OpenApiChange }) {
  const { t } = useTranslation('apis');
  const { color, variant } = IMPACTS[change.impact];
  return (
    <Table.Tr>
      <Table.Td>
        <Badge variant={variant} color={color} miw="max-content">
          {t(`difference.impacts.${change.impact}`)}
        </Badge>
      </Table.Td>
      <Table.Td>{t(`difference.kinds.${change.kind}`)}</Table.Td>
      <Table.Td>
        <Code>
          {change.method} {change.path}
        </Code>
      </Table.Td>
      <Table.Td>{describeChange(change)}</Table.Td>
    </Table.Tr>
  );
}

/** What breaks callers comes first. */
function ChangesSection({ changes }: Pick<OpenApiDifference, 'changes'>) {
  const { t } = useTranslation('apis');
  const sorted = [...changes].sort((one, other) => ORDER.indexOf(one.impact) - ORDER.indexOf(other.impact));
  return (
    <Section title={t('difference.title')}>
      {sorted.length === 0 ? (
        <Text size="sm">{t('difference.none')}</Text>
      ) : (
        <ScrollTable label={t('difference.label')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('difference.columns.impact')}</Table.Th>
              <Table.Th>{t('difference.columns.kind')}</Table.Th>
              <Table.Th>{t('difference.columns.operation')}</Table.Th>
              <Table.Th>{t('difference.columns.change')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sorted.map((change) => (
              <ChangeRow
                key={`${change.kind} ${change.method} ${change.path} ${change.detail}`}
                change={change}
              />
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </Section>
  );
}

/** What a later document would change. */
export function DifferenceSections({ difference }: { readonly difference: OpenApiDifference }) {
  const { t } = useTranslation('apis');
  const { changes, kept, scopes, notes } = difference;
  return (
    <>
      <ChangesSection changes={changes} />
      {kept.length > 0 && (
        <Section title={t('difference.kept.title')} hint={t('difference.kept.hint')}>
          <RouteTable label={t('difference.kept.label')} routes={kept} />
        </Section>
      )}
      <ScopesSection scopes={scopes} />
      <NotesSection notes={notes} />
    </>
  );
}

import type { OpenApiAccess, OpenApiNote, OpenApiRoute, OpenApiScope } from '@gatehouse/dto';
import { Badge, Code, Group, List, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import i18next from 'i18next';
import { Section } from '../../../../components/ui/page';
import { ScrollTable } from '../../../../components/ui/scroll-table';
import { describeFinding } from '../../../../lib/form-problems';
import { formatNumber } from '../../../../lib/format';
import { formatScopes } from '../scope-words';
import classes from './document-input.module.css';

const MAX_ROWS = 200;

/** Who may call. */
export function describeAccess({ access, scopes, scopeMatch }: OpenApiAccess): string {
  return access === 'scopes' ? formatScopes(scopes, scopeMatch) : i18next.t(`apis:access.${access}`);
}

function More({ count }: { readonly count: number }) {
  const { t } = useTranslation('apis');
  if (count <= MAX_ROWS) return null;
  return (
    <Text size="sm" c="var(--quiet-text)" mt="xs">
      {t('findings.more', { count: count - MAX_ROWS, number: formatNumber(count - MAX_ROWS) })}
    </Text>
  );
}

/** Routes in the order in which they are tried. */
export function RouteTable(properties: { readonly label: string; readonly routes: readonly OpenApiRoute[] }) {
  const { t } = useTranslation('apis');
  const { label, routes } = properties;
  return (
    <>
      <ScrollTable label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('findings.columns.methods')}</Table.Th>
            <Table.Th>{t('findings.columns.path')}</Table.Th>
            <Table.Th>{t('findings.columns.who')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {routes.slice(0, MAX_ROWS).map((route) => (
            <Table.Tr key={`${route.methods.join()} ${route.path}`}>
              <Table.Td>
                {route.methods.length === 0 ? t('routes.everyMethod') : route.methods.join(', ')}
              </Table.Td>
              <Table.Td>
                <Code>{route.path}</Code>
              </Table.Td>
              <Table.Td>{describeAccess(route)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
      <More count={routes.length} />
    </>
  );
}

const STATES = {
  new: { color: 'gate', variant: 'light' },
  known: { color: 'gray', variant: 'light' },
  different: { color: 'gray', variant: 'default' },
} as const;

function ScopeRow({ scope }: { readonly scope: OpenApiScope }) {
  const { t } = useTranslation('apis');
  const { color, variant } = STATES[scope.state];
  return (
    <Table.Tr>
      <Table.Td>
        <Code>{scope.name}</Code>
      </Table.Td>
      <Table.Td>
        <Badge variant={variant} color={color}>
          {t(`findings.states.${scope.state}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{(scope.current ?? scope).title}</Text>
        {scope.state === 'different' && (
          <Text size="xs" c="var(--quiet-text)">
            {t('findings.inDocument', { title: scope.title })}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** The scopes that routes of a document need. */
export function ScopesSection({ scopes }: { readonly scopes: readonly OpenApiScope[] }) {
  const { t } = useTranslation('apis');
  return (
    <Section title={t('findings.scopes.title')} hint={t('findings.scopes.hint')}>
      {scopes.length === 0 ? (
        <Text size="sm">{t('findings.scopes.none')}</Text>
      ) : (
        <ScrollTable label={t('findings.scopes.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('findings.scopes.scope')}</Table.Th>
              <Table.Th>{t('findings.scopes.state')}</Table.Th>
              <Table.Th>{t('findings.scopes.consent')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {scopes.map((scope) => (
              <ScopeRow key={scope.name} scope={scope} />
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </Section>
  );
}

function Note({ note }: { readonly note: OpenApiNote }) {
  const { t } = useTranslation('apis');
  const { pointer, line, message, isLeftOut } = note;
  const words = describeFinding(note);
  const isTold = isLeftOut === true && words !== message;
  return (
    <List.Item>
      <Stack gap={0}>
        <Text size="sm">{isTold ? `${t('findings.leftOut')} ${words}` : words}</Text>
        <Group gap="xs" className={classes.place ?? ''} c="var(--quiet-text)">
          {line !== null && <span>{t('findings.line', { line })}</span>}
          {pointer !== '' && <span>{pointer}</span>}
        </Group>
      </Stack>
    </List.Item>
  );
}

/** What of a document becomes something else than it says. */
export function NotesSection({ notes }: { readonly notes: readonly OpenApiNote[] }) {
  const { t } = useTranslation('apis');
  if (notes.length === 0) return null;
  return (
    <Section title={t('findings.notes.title')} hint={t('findings.notes.hint')}>
      <List spacing="sm">
        {notes.map((note) => (
          <Note key={`${note.pointer} ${note.message}`} note={note} />
        ))}
      </List>
    </Section>
  );
}

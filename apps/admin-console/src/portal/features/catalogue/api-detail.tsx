import { Anchor, Badge, Button, Code, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ScopeIcon } from '../../../components/ui/scope-icon';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { ApiError } from '../../../lib/api-client';
import { catalogue } from '../../../lib/portal-paths';
import { ListLoading } from '../../ui/loading';
import { ProblemNotice } from '../../ui/problem';
import { Sensitivity } from '../../ui/sensitivity';
import { useTitle } from '../../ui/use-title';
import { type CatalogueDetail, type CatalogueOperation, getApi } from './api';
import { AccessSteps } from './access-steps';
import { useLoaded } from './use-loaded';

function Access({ access, scopes, scopeMatch }: CatalogueOperation) {
  const { t } = useTranslation('catalogue');
  if (access === 'public') return <Text size="sm">{t('operations.public')}</Text>;
  if (access === 'authenticated') return <Text size="sm">{t('operations.authenticated')}</Text>;
  return (
    <Group gap={6}>
      {scopes.map((scope) => (
        <Badge key={scope} variant="light" tt="none">
          {scope}
        </Badge>
      ))}
      {scopes.length > 1 && (
        <Text size="sm">{t(scopeMatch === 'all' ? 'operations.allOf' : 'operations.oneOf')}</Text>
      )}
    </Group>
  );
}

function Operations({ api }: { readonly api: CatalogueDetail }) {
  const { t } = useTranslation('catalogue');
  return (
    <section aria-label={t('operations.title')}>
      <Title order={2} size="h4" mb="xs">
        {t('operations.title')}
      </Title>
      <ScrollTable label={t('operations.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('operations.method')}</Table.Th>
            <Table.Th>{t('operations.path')}</Table.Th>
            <Table.Th>{t('operations.needs')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {api.operations.map((operation, index) => (
            // Routes of one API may look the same; their order is what they are.
            <Table.Tr key={index}>
              <Table.Td>
                {operation.methods.length === 0 ? t('operations.any') : operation.methods.join(', ')}
              </Table.Td>
              <Table.Td>
                <Code>{operation.path}</Code>
              </Table.Td>
              <Table.Td>
                <Access {...operation} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </section>
  );
}

function Scopes({ scopes }: Pick<CatalogueDetail, 'scopes'>) {
  const { t } = useTranslation('catalogue');
  if (scopes.length === 0) return null;
  return (
    <section aria-label={t('scopes')}>
      <Title order={2} size="h4" mb="xs">
        {t('scopes')}
      </Title>
      <Stack gap="sm">
        {scopes.map(({ name, title, description, icon, sensitivity }) => (
          <Group key={name} wrap="nowrap" align="flex-start" gap="sm">
            <ScopeIcon icon={icon} />
            <div>
              <Text size="sm">
                <Code>{name}</Code> {title}
                {description === '' ? '' : `. ${description}`}
              </Text>
              <Sensitivity sensitivity={sensitivity} />
            </div>
          </Group>
        ))}
      </Stack>
    </section>
  );
}

/** Asking again helps where the answer may be another; what is not listed stays so. */
function NotShown({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { t } = useTranslation('catalogue');
  const isListed = !(error instanceof ApiError && error.status === 404);
  if (isListed) return <ProblemNotice error={error} onRetry={onRetry} />;
  return (
    <ProblemNotice error={error}>
      <Button component="a" href={catalogue.page}>
        {t('all')}
      </Button>
    </ProblemNotice>
  );
}

/** One API: what it is, its operations and scopes, and how to get an access token for it. */
export function ApiPage({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation('catalogue');
  // The server says the scopes in the page's language.
  const load = useCallback(() => getApi(id), [id, i18n.language]);
  const [state, retry] = useLoaded(load);
  useTitle(state.name === 'shown' ? state.value.name : t('api'));
  if (state.name === 'failed') return <NotShown error={state.error} onRetry={retry} />;
  return (
    <Stack gap="lg">
      <Anchor href={catalogue.page} size="sm">
        ← {t('all')}
      </Anchor>
      {state.name === 'loading' && <ListLoading />}
      {state.name === 'shown' && (
        <>
          <div>
            <Title order={1} size="h2">
              {state.value.name}
            </Title>
            {state.value.description !== '' && <Text mt={4}>{state.value.description}</Text>}
          </div>
          <AccessSteps api={state.value} />
          <Operations api={state.value} />
          <Scopes scopes={state.value.scopes} />
        </>
      )}
    </Stack>
  );
}

import { Anchor, Code, Pagination, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconApi, IconSearch } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/ui/states';
import { catalogue } from '../../../lib/portal-paths';
import { ListLoading } from '../../ui/loading';
import { ProblemAlert } from '../../ui/problem';
import { useTitle } from '../../ui/use-title';
import { type CatalogueEntry, listApis, PAGE_SIZE } from './api';
import { RequestLink } from './request-link';
import classes from './catalogue.module.css';
import { useLoaded } from './use-loaded';

function Entry({ api }: { readonly api: CatalogueEntry }) {
  return (
    <li className={classes.entry}>
      <Anchor href={catalogue.api(api.id)} fw={600}>
        {api.name}
      </Anchor>
      {api.description !== '' && (
        <Text size="sm" lineClamp={2}>
          {api.description}
        </Text>
      )}
      <Code className={classes.address}>{api.url}</Code>
    </li>
  );
}

interface FoundProperties {
  readonly search: string;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

function Found({ search, page, onPage }: FoundProperties) {
  const { t } = useTranslation('catalogue');
  const load = useCallback(() => listApis(search, page), [search, page]);
  const [state, retry] = useLoaded(load);
  if (state.name === 'loading') return <ListLoading />;
  if (state.name === 'failed') return <ProblemAlert error={state.error} onRetry={retry} />;
  const { items, total } = state.value;
  if (total === 0) {
    return (
      <EmptyState icon={IconApi} title={t(search === '' ? 'none.title' : 'notFound.title')}>
        {t(search === '' ? 'none.detail' : 'notFound.detail')}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list} aria-label={t('title')}>
        {items.map((api) => (
          <Entry key={api.id} api={api} />
        ))}
      </ul>
      {total > PAGE_SIZE && (
        <Pagination
          total={Math.ceil(total / PAGE_SIZE)}
          value={page}
          onChange={onPage}
          getControlProps={(control) => ({
            'aria-label': t(control === 'previous' ? 'pages.previous' : 'pages.next'),
          })}
        />
      )}
    </>
  );
}

/** The APIs that operators have listed. */
export function ApiList() {
  const { t } = useTranslation('catalogue');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  const [page, setPage] = useState(1);
  useTitle(t('title'));
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2">
          {t('title')}
        </Title>
        <Text c="var(--quiet-text)" mt={4}>
          {t('lead')} <RequestLink />
        </Text>
      </div>
      <TextInput
        label={t('search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        maxLength={200}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setPage(1);
        }}
      />
      <Found search={search.trim()} page={page} onPage={setPage} />
    </Stack>
  );
}

import { Anchor, Code, Pagination, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconApi, IconSearch } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { catalogue } from '../../../lib/paths';
import { type CatalogueEntry, listApis, PAGE_SIZE } from './api';
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
  const load = useCallback(() => listApis(search, page), [search, page]);
  const [state, retry] = useLoaded(load);
  if (state.name === 'loading') return <ListSkeleton />;
  if (state.name === 'failed') return <ErrorState error={state.error} onRetry={retry} />;
  const { items, total } = state.value;
  if (total === 0) {
    return (
      <EmptyState icon={IconApi} title={search === '' ? 'No API is listed yet' : 'Nothing found'}>
        {search === ''
          ? 'Whoever runs this gateway has not put an API into the catalogue. Ask them for what you need.'
          : 'No listed API has this in its name or description.'}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list} aria-label="APIs">
        {items.map((api) => (
          <Entry key={api.id} api={api} />
        ))}
      </ul>
      {total > PAGE_SIZE && (
        <Pagination total={Math.ceil(total / PAGE_SIZE)} value={page} onChange={onPage} />
      )}
    </>
  );
}

/** The APIs that operators have listed. */
export function ApiList() {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  const [page, setPage] = useState(1);
  useEffect(() => {
    document.title = 'APIs';
  }, []);
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2">
          APIs
        </Title>
        <Text c="var(--quiet-text)" mt={4}>
          What you can build on, and how to get access.
        </Text>
      </div>
      <TextInput
        label="Search"
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

import type { AuditEntry } from '@gatehouse/dto';
import { Button, Group, Pill, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActorSelect } from './actor-select';
import type { AuditFilter } from './use-filter';
import { describeAction, describeType, RESULTS, TYPES } from './words';

const DAYS = ['from', 'to'] as const;

function SearchInput({ address, change }: AuditFilter) {
  const { t } = useTranslation('audit');
  const search = address.get('search') ?? '';
  const [typed, setTyped] = useState(search);
  const [settled] = useDebouncedValue(typed, 250);
  const sent = useRef(search);
  useEffect(() => {
    if (settled === search) return;
    sent.current = settled;
    change({ search: settled });
    // Only what was typed moves the address.
  }, [settled]);
  useEffect(() => {
    // A link, a button or the way back has changed it: what is being typed meanwhile is not overwritten.
    if (search === sent.current) return;
    sent.current = search;
    setTyped(search);
  }, [search]);
  return (
    <TextInput
      type="search"
      label={t('filters.search')}
      placeholder={t('filters.searchHint')}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      flex="2 1 14rem"
    />
  );
}

/** What was chosen by a link: it has no field, and can be taken away. Names are those of the newest entry. */
function Chosen({
  filter,
  newest,
}: {
  readonly filter: AuditFilter;
  readonly newest: AuditEntry | undefined;
}) {
  const { t } = useTranslation('audit');
  const { address, change } = filter;
  const read = (name: string): string => address.get(name) ?? '';
  const chosen = [
    {
      name: 'subject',
      text: t('filters.subject', {
        type: describeType(read('type')),
        name: newest?.subject.name ?? read('subject'),
      }),
    },
    { name: 'operation', text: t('filters.operation') },
    { name: 'action', text: describeAction(read('action')) },
  ] as const;
  const shown = chosen.filter(({ name }) => address.has(name));
  if (shown.length === 0) return null;
  return (
    <Group gap="xs" px="md" pb="md" role="group" aria-label={t('filters.only')}>
      {shown.map(({ name, text }) => (
        <Pill
          key={name}
          size="md"
          withRemoveButton
          onRemove={() => change({ [name]: undefined })}
          removeButtonProps={{
            'aria-label': t('filters.noLonger', { text }),
            'aria-hidden': false,
            tabIndex: 0,
          }}
        >
          {text}
        </Pill>
      ))}
    </Group>
  );
}

/** Which entries are shown. */
export function Filters({
  filter,
  newest,
}: {
  readonly filter: AuditFilter;
  readonly newest: AuditEntry | undefined;
}) {
  const { t } = useTranslation('audit');
  const { address, change, isFiltered, clear } = filter;
  return (
    <>
      <Group p="md" align="end" gap="sm">
        <SearchInput {...filter} />
        <Select
          label={t('filters.about')}
          placeholder={t('filters.everything')}
          clearable
          clearButtonProps={{ 'aria-label': t('filters.aboutEverything') }}
          data={TYPES.map((value) => ({ value, label: describeType(value) }))}
          value={address.get('type')}
          onChange={(type) => change({ type: type ?? undefined, subject: undefined })}
          flex="1 1 10rem"
        />
        <ActorSelect filter={filter} newest={newest} />
        <Select
          label={t('filters.result')}
          placeholder={t('filters.any')}
          clearable
          clearButtonProps={{ 'aria-label': t('filters.anyResult') }}
          data={RESULTS.map((value) => ({ value, label: t(`results.${value}`) }))}
          value={address.get('result')}
          onChange={(result) => change({ result: result ?? undefined })}
          flex="1 1 7rem"
        />
        <Group gap="sm" wrap="nowrap" flex="1 1 17rem">
          {DAYS.map((name) => (
            <TextInput
              key={name}
              type="date"
              label={t(`filters.${name}`)}
              value={address.get(name) ?? ''}
              onChange={(event) => change({ [name]: event.currentTarget.value })}
              flex="1 1 0"
              miw={0}
            />
          ))}
        </Group>
        {isFiltered && (
          <Button variant="subtle" onClick={clear}>
            {t('filters.showAll')}
          </Button>
        )}
      </Group>
      <Chosen filter={filter} newest={newest} />
    </>
  );
}

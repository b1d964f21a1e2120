import type { AuditEntry } from '@gatehouse/dto';
import { Button, Group, Pill, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { ActorSelect } from './actor-select';
import type { AuditFilter } from './use-filter';
import { describeAction, describeType, RESULT_CHOICES, TYPES } from './words';

const DAYS = [
  { name: 'from', label: 'From' },
  { name: 'to', label: 'To' },
] as const;

function SearchInput({ address, change }: AuditFilter) {
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
      label="Search"
      placeholder="Names, IDs, IP addresses"
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
  const { address, change } = filter;
  const read = (name: string): string => address.get(name) ?? '';
  const chosen = [
    {
      name: 'subject',
      text: `${describeType(read('type') === '' ? 'thing' : read('type'))}: ${newest?.subject.name ?? read('subject')}`,
    },
    { name: 'operation', text: 'Changed by one request' },
    { name: 'action', text: describeAction(read('action')) },
  ] as const;
  const shown = chosen.filter(({ name }) => address.has(name));
  if (shown.length === 0) return null;
  return (
    <Group gap="xs" px="md" pb="md" role="group" aria-label="Only">
      {shown.map(({ name, text }) => (
        <Pill
          key={name}
          size="md"
          withRemoveButton
          onRemove={() => change({ [name]: undefined })}
          removeButtonProps={{ 'aria-label': `No longer only: ${text}`, 'aria-hidden': false, tabIndex: 0 }}
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
  const { address, change, isFiltered, clear } = filter;
  return (
    <>
      <Group p="md" align="end" gap="sm">
        <SearchInput {...filter} />
        <Select
          label="About"
          placeholder="Everything"
          clearable
          clearButtonProps={{ 'aria-label': 'About everything' }}
          data={Object.entries(TYPES).map(([value, label]) => ({ value, label }))}
          value={address.get('type')}
          onChange={(type) => change({ type: type ?? undefined, subject: undefined })}
          flex="1 1 10rem"
        />
        <ActorSelect filter={filter} newest={newest} />
        <Select
          label="Result"
          placeholder="Any"
          clearable
          clearButtonProps={{ 'aria-label': 'Any result' }}
          data={RESULT_CHOICES}
          value={address.get('result')}
          onChange={(result) => change({ result: result ?? undefined })}
          flex="1 1 7rem"
        />
        <Group gap="sm" wrap="nowrap" flex="1 1 17rem">
          {DAYS.map(({ name, label }) => (
            <TextInput
              key={name}
              type="date"
              label={label}
              value={address.get(name) ?? ''}
              onChange={(event) => change({ [name]: event.currentTarget.value })}
              flex="1 1 0"
              miw={0}
            />
          ))}
        </Group>
        {isFiltered && (
          <Button variant="subtle" onClick={clear}>
            Show all
          </Button>
        )}
      </Group>
      <Chosen filter={filter} newest={newest} />
    </>
  );
}

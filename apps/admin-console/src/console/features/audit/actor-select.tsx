import type { AuditActorItem, AuditEntry } from '@gatehouse/dto';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActors } from './api';
import type { AuditFilter } from './use-filter';
import { describeActor } from './words';

const NO_ACTORS: readonly AuditActorItem[] = [];
/** Those who have an ID are told apart by it, the others by what they are. */
const KIND = 'kind:';

interface Choice {
  readonly value: string;
  readonly label: string;
}

function toChoice({ kind, id, name }: AuditActorItem): Choice {
  const who = describeActor({ kind, id, name, client: null });
  return { value: id ?? KIND + kind, label: who.name };
}

/** Who has acted: everybody who has left entries, found by name on the server. */
export function ActorSelect({
  filter,
  newest,
}: {
  readonly filter: AuditFilter;
  readonly newest: AuditEntry | undefined;
}) {
  const { t } = useTranslation('audit');
  const { address, change } = filter;
  const [text, setText] = useState('');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  const { data, isError } = useActors(search);
  const [id, kind] = [address.get('actor'), address.get('actorKind')];
  const value = id ?? (kind === null ? null : KIND + kind);
  const found = (data?.items ?? NO_ACTORS).map(toChoice);
  const isFound = found.some((choice) => choice.value === value);
  // A link has chosen somebody whom the list does not name: the entries do.
  const label = id === null ? (kind ?? '') : (newest?.actor.name ?? id);
  const choices = value === null || isFound ? found : [...found, { value, label }];
  return (
    <Select
      label={t('filters.by')}
      placeholder={t('filters.everybody')}
      clearable
      clearButtonProps={{ 'aria-label': t('filters.byEverybody') }}
      searchable
      data={choices}
      value={value}
      searchValue={text}
      onSearchChange={(next) => {
        setText(next);
        // What is chosen stands in the field as well: nobody searches for it.
        setTyped(choices.some((choice) => choice.value === value && choice.label === next) ? '' : next);
      }}
      onDropdownOpen={() => setTyped('')}
      // The server has searched already.
      filter={({ options }) =>
        options.filter((option) => 'value' in option && found.some((choice) => choice.value === option.value))
      }
      nothingFoundMessage={isError ? t('filters.notLoaded') : t('filters.nobody')}
      onChange={(next) =>
        change({
          actor: next === null || next.startsWith(KIND) ? undefined : next,
          actorKind: next?.startsWith(KIND) === true ? next.slice(KIND.length) : undefined,
        })
      }
      flex="1 1 10rem"
    />
  );
}

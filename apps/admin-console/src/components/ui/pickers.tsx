import { MultiSelect, type MultiSelectProps, Select, type SelectProps } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChoiceKind, useChoices } from '../../lib/choices';

function useNothingFound(kind: ChoiceKind, isError: boolean): string {
  const { t } = useTranslation('ui');
  return isError ? t('picker.failed') : t(`picker.none.${kind}`);
}

type Common = 'label' | 'aria-label' | 'description' | 'placeholder' | 'error' | 'w' | 'flex' | 'className';

interface ManyProperties extends Pick<MultiSelectProps, Common> {
  readonly kind: ChoiceKind;
  readonly value: readonly string[];
  readonly onChange: (ids: string[]) => void;
}

/** Picks any number of things by name, however many there are. */
export function MultiPicker({ kind, value, ...input }: ManyProperties) {
  const [search, setSearch] = useState('');
  const { found, data, isError } = useChoices(kind, search, value);
  const nothingFound = useNothingFound(kind, isError);
  const shown = new Set(found.map((choice) => choice.value));
  return (
    <MultiSelect
      {...input}
      data={data}
      value={[...value]}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      // The server has searched already.
      filter={({ options }) => options.filter((option) => 'value' in option && shown.has(option.value))}
      nothingFoundMessage={nothingFound}
    />
  );
}

interface OneProperties extends Pick<SelectProps, Common | 'clearButtonProps'> {
  readonly kind: ChoiceKind;
  readonly value: string | null;
  /** Not to be picked: those that have been. */
  readonly without?: readonly string[];
  readonly onChange: (id: string | null, label: string) => void;
}

/** Picks one thing by name, however many there are. */
export function Picker({ kind, value, without = [], onChange, ...input }: OneProperties) {
  const [text, setText] = useState('');
  const [search, setSearch] = useState('');
  const { found, data, isError } = useChoices(kind, search, value === null ? [] : [value]);
  const nothingFound = useNothingFound(kind, isError);
  const shown = new Set(found.map((choice) => choice.value).filter((id) => !without.includes(id)));
  const change = (next: string): void => {
    setText(next);
    // What is picked stands in the field as well: nobody searches for it.
    setSearch(data.some((choice) => choice.value === value && choice.label === next) ? '' : next);
  };
  return (
    <Select
      {...input}
      data={data}
      value={value}
      searchable
      clearable
      searchValue={text}
      onSearchChange={change}
      onDropdownOpen={() => setSearch('')}
      filter={({ options }) => options.filter((option) => 'value' in option && shown.has(option.value))}
      nothingFoundMessage={nothingFound}
      onChange={(id, option) => onChange(id, option?.label ?? '')}
    />
  );
}

import type { ErrorAnswer } from '@gatehouse/dto';
import { Autocomplete, Button, Group, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Picker } from '../../../components/ui/pickers';
import { isOperator, useMe } from '../../../lib/me';
import type { ErrorFilter } from './use-error-filter';

/** Offered before there is one of them: those that clients and their developers meet. */
const USUAL = {
  error: [
    'access_denied',
    'invalid_client',
    'invalid_grant',
    'invalid_request',
    'invalid_scope',
    'invalid_target',
    'server_error',
    'temporarily_unavailable',
    'unauthorized_client',
  ],
  endpoint: ['/oauth2/authorize', '/oauth2/device_authorization', '/oauth2/par', '/oauth2/token'],
} as const;

const DAYS = ['from', 'to'] as const;

interface WordProperties {
  readonly name: keyof typeof USUAL;
  readonly placeholder: string;
  readonly filter: ErrorFilter;
  readonly items: readonly ErrorAnswer[];
}

/** One of a list that is never whole: what is typed counts as well, once it is left or sent. */
function WordInput({ name, placeholder, filter, items }: WordProperties) {
  const { t } = useTranslation('traffic');
  const value = filter.chosen[name] ?? '';
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const send = (text: string): void => {
    if (text.trim() !== value) filter.change(name, text.trim());
  };
  return (
    <Autocomplete
      label={t(`errors.filters.${name}`)}
      placeholder={placeholder}
      data={[...new Set([...USUAL[name], ...items.map((item) => item[name])])].sort()}
      limit={30}
      value={typed}
      onChange={setTyped}
      onOptionSubmit={send}
      onBlur={() => send(typed)}
      onKeyDown={({ key }) => key === 'Enter' && send(typed)}
      clearable
      onClear={() => filter.change(name, null)}
      clearButtonProps={{ 'aria-label': placeholder }}
      autoCapitalize="none"
      spellCheck={false}
      flex="1 1 11rem"
    />
  );
}

/** As a field has it: where the reader is. Empty where it is no moment. */
function toField(moment: string | undefined): string {
  const date = new Date(moment ?? '');
  if (Number.isNaN(date.getTime())) return '';
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** As the address has it: the same moment to whoever opens it. */
function toMoment(field: string): string | null {
  const date = new Date(field);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Which errors are shown. */
export function ErrorFilters({
  filter,
  items,
}: {
  readonly filter: ErrorFilter;
  readonly items: readonly ErrorAnswer[];
}) {
  const { t } = useTranslation('traffic');
  const { chosen, change, isFiltered, clear } = filter;
  const me = useMe();
  return (
    <Group p="md" align="end" gap="sm">
      <WordInput name="error" placeholder={t('errors.filters.everyError')} filter={filter} items={items} />
      <WordInput
        name="endpoint"
        placeholder={t('errors.filters.everyEndpoint')}
        filter={filter}
        items={items}
      />
      <Picker
        kind="applications"
        label={t('errors.filters.application')}
        placeholder={t('errors.filters.everyApplication')}
        value={chosen.applicationId ?? null}
        onChange={(id) => change('applicationId', id)}
        clearButtonProps={{ 'aria-label': t('errors.filters.everyApplication') }}
        flex="1 1 11rem"
      />
      {/* Others may not look for people. */}
      {isOperator(me) && (
        <Picker
          kind="users"
          label={t('errors.filters.user')}
          placeholder={t('errors.filters.everyUser')}
          value={chosen.userId ?? null}
          onChange={(id) => change('userId', id)}
          clearButtonProps={{ 'aria-label': t('errors.filters.everyUser') }}
          flex="1 1 11rem"
        />
      )}
      {DAYS.map((name) => (
        <TextInput
          key={name}
          type="datetime-local"
          label={t(`errors.filters.${name}`)}
          value={toField(chosen[name])}
          onChange={(event) => change(name, toMoment(event.currentTarget.value))}
          flex="1 1 12rem"
        />
      ))}
      {isFiltered && (
        <Button variant="subtle" onClick={clear}>
          {t('errors.filters.showAll')}
        </Button>
      )}
    </Group>
  );
}

import type { ScopeDetail } from '@gatehouse/dto';
import { Alert, Anchor, Checkbox, Pill, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ListPage } from '../../../components/ui/server-list';
import { formatNumber } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { useNamedScopes, useScopes } from './api';
import { groupScopes, type ScopeGroup } from './scope-groups';
import classes from './scope-picker.module.css';

interface Properties {
  readonly label: string;
  readonly hint: string;
  readonly chosen: readonly string[];
  readonly onChange: (scopes: string[]) => void;
  readonly problem?: string | undefined;
}

/** From so many on there is a search, and what is chosen is shown by itself. */
const MANY = 9;

function Group({ group: { api, scopes } }: { readonly group: ScopeGroup }) {
  const { t } = useTranslation('applications');
  return (
    <div role="group" aria-label={api ?? t('scopes.ofNoApi')}>
      <Text size="xs" fw={650} c="var(--quiet-text)" mb={6}>
        {api ?? t('scopes.ofNoApi')}
      </Text>
      <Stack gap="xs">
        {scopes.map((scope) => (
          <Checkbox
            key={scope.name}
            value={scope.name}
            label={
              <>
                {scope.title}{' '}
                <Text span size="sm" c="var(--quiet-text)">
                  ({scope.name})
                </Text>
              </>
            }
          />
        ))}
      </Stack>
    </div>
  );
}

function Chosen({ chosen, onChange }: Pick<Properties, 'chosen' | 'onChange'>) {
  const { t } = useTranslation('applications');
  const named = useNamedScopes(chosen);
  const titleOf = (name: string): string =>
    named.data?.items.find((scope) => scope.name === name)?.title ?? name;
  return (
    <Pill.Group aria-label={t('scopes.chosen')}>
      {chosen.map((name) => (
        <Pill
          key={name}
          withRemoveButton
          removeButtonProps={{
            'aria-label': t('scopes.takeAway', { scope: titleOf(name) }),
            'aria-hidden': false,
            tabIndex: 0,
          }}
          onRemove={() => onChange(chosen.filter((other) => other !== name))}
        >
          {titleOf(name)}
        </Pill>
      ))}
    </Pill.Group>
  );
}

interface ChoicesProperties extends Pick<Properties, 'chosen' | 'onChange'> {
  /** How many there are, found or not. */
  readonly count: number;
  readonly found: ListPage<ScopeDetail>;
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

function Choices({ count, found, search, onSearch, chosen, onChange }: ChoicesProperties) {
  const { t } = useTranslation(['applications', 'ui']);
  const groups = useMemo(() => groupScopes(found.items), [found]);
  const isLong = count >= MANY;
  const more = found.total - found.items.length;
  return (
    <Stack gap="sm" mt="xs">
      {isLong && chosen.length > 0 && <Chosen chosen={chosen} onChange={onChange} />}
      {isLong && (
        <TextInput
          type="search"
          aria-label={t('scopes.search')}
          placeholder={t('scopes.searchMany', { number: formatNumber(count) })}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => onSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Searching sends no form.
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
      )}
      <div className={isLong ? classes.long : undefined}>
        <Stack gap="md">
          {groups.map((group) => (
            <Group key={group.api ?? ''} group={group} />
          ))}
          {more > 0 && (
            <Text size="sm" c="var(--quiet-text)">
              {t('scopes.more', { number: formatNumber(more) })}
            </Text>
          )}
          {found.total === 0 && search !== '' && (
            <Text size="sm" c="var(--quiet-text)" role="status">
              {t('ui:list.nothingOf', { search })}
            </Text>
          )}
        </Stack>
      </div>
    </Stack>
  );
}

/** The scopes that an application may ask for, picked from those that are defined, by the APIs that use them. */
export function ScopePicker({ label, hint, chosen, onChange, problem }: Properties) {
  const { t } = useTranslation('applications');
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 200);
  const all = useScopes('');
  const scopes = useScopes(settled);
  if (scopes.isPending || all.isPending) return <Skeleton height={80} />;
  if (scopes.isError || all.isError) {
    return (
      <Alert color="red" variant="light">
        {t('scopes.failed')}
      </Alert>
    );
  }
  return (
    <Checkbox.Group label={label} description={hint} value={[...chosen]} onChange={onChange} error={problem}>
      {all.data.total === 0 ? (
        <Text size="sm" c="var(--quiet-text)" mt="xs">
          <Trans
            t={t}
            i18nKey="scopes.none"
            components={{ way: <Anchor component={Link} to={pages.scopes} underline="always" /> }}
          />
        </Text>
      ) : (
        <Choices
          count={all.data.total}
          found={scopes.data}
          search={search}
          onSearch={setSearch}
          chosen={chosen}
          onChange={onChange}
        />
      )}
    </Checkbox.Group>
  );
}

import type { SettingSource } from '@gatehouse/dto';
import { Button, Group, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type SettingFilter, SOURCES } from './use-filter';

/** Finds a setting among all. */
export function Filters({ filter }: { readonly filter: SettingFilter }) {
  const { t } = useTranslation('settings');
  const { search, source, isFiltered, setSearch, setSource, clear } = filter;
  return (
    <Group align="end" gap="sm" role="search">
      <TextInput
        type="search"
        label={t('search.label')}
        placeholder={t('search.example')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        flex="2 1 14rem"
      />
      <Select<SettingSource>
        label={t('search.source')}
        placeholder={t('search.anywhere')}
        clearable
        clearButtonProps={{ 'aria-label': t('search.anywhere') }}
        data={SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))}
        value={source}
        onChange={setSource}
        flex="1 1 10rem"
      />
      {isFiltered && (
        <Button variant="subtle" onClick={clear}>
          {t('search.clear')}
        </Button>
      )}
    </Group>
  );
}

import { Button, Group, Select, Switch, TextInput } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconSearch } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Picker } from '../../../components/ui/pickers';
import type { CallParameters } from '../../../lib/paths';
import { pages } from '../../../lib/paths';
import classes from './traffic.module.css';

/** Classes of statuses; 0: there was no answer. */
const STATUSES = ['2', '3', '4', '5', '0'] as const;

interface Properties {
  readonly chosen: CallParameters;
  readonly onChoose: (changes: Partial<CallParameters>) => void;
}

/** Which calls are shown. */
export function TrafficFilters({ chosen, onChoose }: Properties) {
  const { t } = useTranslation('traffic');
  return (
    <Group align="flex-end" gap="sm">
      <Picker
        kind="apis"
        label={t('filters.api')}
        placeholder={t('filters.everyApi')}
        value={chosen.apiId ?? null}
        onChange={(value) => onChoose({ apiId: value ?? undefined })}
        className={classes.filter ?? ''}
      />
      <Picker
        kind="applications"
        label={t('filters.application')}
        placeholder={t('filters.everyApplication')}
        value={chosen.applicationId ?? null}
        onChange={(value) => onChoose({ applicationId: value ?? undefined })}
        className={classes.filter ?? ''}
      />
      <Select
        label={t('filters.status')}
        placeholder={t('filters.everyStatus')}
        data={STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) }))}
        value={chosen.statusClass?.toString() ?? null}
        onChange={(value) => onChoose({ statusClass: value === null ? undefined : Number(value) })}
        clearable
        className={classes.filter ?? ''}
      />
      <Switch
        label={t('filters.refusedOnly')}
        checked={chosen.refusedOnly === true}
        onChange={({ currentTarget }) => onChoose({ refusedOnly: currentTarget.checked || undefined })}
        mb={8}
      />
    </Group>
  );
}

export function PauseButton({ isPaused, onToggle }: { isPaused: boolean; onToggle: () => void }) {
  const { t } = useTranslation('traffic');
  const Icon = isPaused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Button variant="default" leftSection={<Icon size={16} aria-hidden />} onClick={onToggle}>
      {isPaused ? t('goOn') : t('pause')}
    </Button>
  );
}

/** Goes to one call by the ID that its answer has. */
export function RequestIdSearch() {
  const { t } = useTranslation('traffic');
  const [typed, setTyped] = useState('');
  const navigate = useNavigate();
  const open = (event: SubmitEvent): void => {
    event.preventDefault();
    const id = typed.trim();
    if (id !== '') void navigate(pages.call(id));
  };
  return (
    <form onSubmit={open} role="search" className={classes.search}>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          type="search"
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          flex="1 1 auto"
          miw={0}
        />
        <Button type="submit" variant="default" flex="none">
          {t('why.open')}
        </Button>
      </Group>
    </form>
  );
}

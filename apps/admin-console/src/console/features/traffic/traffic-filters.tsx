import { Button, Group, Select, Switch, TextInput } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconSearch } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { Picker } from '../../../components/ui/pickers';
import type { CallParameters } from '../../../lib/paths';
import { pages } from '../../../lib/paths';

const STATUSES = [
  { value: '2', label: '2xx: answered' },
  { value: '3', label: '3xx: redirected' },
  { value: '4', label: '4xx: wrong, or refused' },
  { value: '5', label: '5xx: failed' },
  { value: '0', label: 'No answer: the client went away' },
];

interface Properties {
  readonly chosen: CallParameters;
  readonly onChoose: (changes: Partial<CallParameters>) => void;
}

/** Which calls are shown. */
export function TrafficFilters({ chosen, onChoose }: Properties) {
  return (
    <Group align="flex-end" gap="sm">
      <Picker
        kind="apis"
        label="API"
        placeholder="Every API"
        value={chosen.apiId ?? null}
        onChange={(value) => onChoose({ apiId: value ?? undefined })}
        w={190}
      />
      <Picker
        kind="applications"
        label="Application"
        placeholder="Every application"
        value={chosen.applicationId ?? null}
        onChange={(value) => onChoose({ applicationId: value ?? undefined })}
        w={190}
      />
      <Select
        label="Status"
        placeholder="Every status"
        data={STATUSES}
        value={chosen.statusClass?.toString() ?? null}
        onChange={(value) => onChoose({ statusClass: value === null ? undefined : Number(value) })}
        clearable
        w={190}
      />
      <Switch
        label="Refused only"
        checked={chosen.refusedOnly === true}
        onChange={({ currentTarget }) => onChoose({ refusedOnly: currentTarget.checked || undefined })}
        mb={8}
      />
    </Group>
  );
}

export function PauseButton({ isPaused, onToggle }: { isPaused: boolean; onToggle: () => void }) {
  const Icon = isPaused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Button variant="default" leftSection={<Icon size={16} aria-hidden />} onClick={onToggle}>
      {isPaused ? 'Go on' : 'Pause'}
    </Button>
  );
}

/** Goes to one call by the ID that its answer has. */
export function RequestIdSearch() {
  const [typed, setTyped] = useState('');
  const navigate = useNavigate();
  const open = (event: SubmitEvent): void => {
    event.preventDefault();
    const id = typed.trim();
    if (id !== '') void navigate(pages.call(id));
  };
  return (
    <form onSubmit={open} role="search">
      <Group gap="xs" wrap="nowrap">
        <TextInput
          type="search"
          aria-label="Request ID"
          placeholder="Request ID of an answer"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          flex={1}
          miw={230}
        />
        <Button type="submit" variant="default">
          Why?
        </Button>
      </Group>
    </form>
  );
}

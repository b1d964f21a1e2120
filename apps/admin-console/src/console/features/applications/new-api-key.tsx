import type { ApiKeyInput } from '@gatehouse/dto';
import { Alert, Button, Group, Modal, Stack, TagsInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { ScopePicker } from './scope-picker';

interface Properties {
  readonly onCreate: (input: ApiKeyInput) => Promise<void>;
  readonly onClose: () => void;
}

const EMPTY = { name: '', ends: '', origins: [] as string[], scopes: [] as string[] };

/** Asks what a new API key may do. */
export function NewApiKeyDialog({ onCreate, onClose }: Properties) {
  const [draft, setDraft] = useState(EMPTY);
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);
  const change = (part: Partial<typeof EMPTY>): void => setDraft((before) => ({ ...before, ...part }));

  async function create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblems(undefined);
    const { name, ends, origins, scopes } = draft;
    try {
      const expiresAt = ends === '' ? null : new Date(ends).toISOString();
      await onCreate({ name: name.trim(), expiresAt, origins, scopes });
    } catch (error) {
      setProblems(toFormProblems(error));
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title="New API key" centered closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => void create(event)}>
        <Stack>
          {problems !== undefined && (
            <Alert color="red" variant="light" role="alert">
              {problems.summary}
            </Alert>
          )}
          <TextInput
            label="Name of the key"
            description="Who or what uses it."
            required
            maxLength={100}
            value={draft.name}
            error={problems?.fields['name']}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            type="datetime-local"
            label="Ends"
            description="Left empty, it does not end by itself."
            value={draft.ends}
            error={problems?.fields['expiresAt']}
            onChange={(event) => change({ ends: event.currentTarget.value })}
          />
          <TagsInput
            label="Allowed origins"
            description="For pages in browsers, such as https://app.example. None: it is used by servers."
            value={draft.origins}
            error={problems?.fields['origins']}
            onChange={(origins) => change({ origins })}
          />
          <ScopePicker
            label="What it may do"
            hint="Nobody consents: it may do this for whoever has it."
            chosen={draft.scopes}
            problem={problems?.fields['scopes']}
            onChange={(scopes) => change({ scopes })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isBusy} disabled={draft.name.trim() === ''}>
              Make the key
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import type { ApiKeyDetail, ApiKeyInput } from '@gatehouse/dto';
import { Alert, Button, Group, Modal, Stack, TagsInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { ScopePicker } from './scope-picker';

interface Draft {
  readonly name: string;
  /** As the field has it: local time to the minute; empty: no end. */
  readonly ends: string;
  readonly origins: string[];
  readonly scopes: string[];
}

const EMPTY: Draft = { name: '', ends: '', origins: [], scopes: [] };

function toLocalTime(iso: string): string {
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const toDraft = ({ name, expiresAt, origins, scopes }: ApiKeyDetail): Draft => ({
  name,
  ends: expiresAt === null ? '' : toLocalTime(expiresAt),
  origins: [...origins],
  scopes: [...scopes],
});

function toInput({ name, ends, origins, scopes }: Draft, before: ApiKeyDetail | undefined): ApiKeyInput {
  const stored = before?.expiresAt ?? null;
  // The field has no seconds: an end that was not touched stays as it is.
  const isKept = stored !== null && toLocalTime(stored) === ends;
  const expiresAt = isKept ? stored : ends === '' ? null : new Date(ends).toISOString();
  return { name: name.trim(), expiresAt, origins, scopes };
}

interface Properties {
  /** What is changed; undefined: a new one is made. */
  readonly apiKey?: ApiKeyDetail;
  readonly onSave: (input: ApiKeyInput) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks what an API key may do. */
export function ApiKeyDialog({ apiKey, onSave, onClose }: Properties) {
  const { t } = useTranslation(['applications', 'ui']);
  const [draft, setDraft] = useState<Draft>(apiKey === undefined ? EMPTY : toDraft(apiKey));
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblems(undefined);
    try {
      await onSave(toInput(draft, apiKey));
    } catch (error) {
      setProblems(toFormProblems(error));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={apiKey === undefined ? t('keys.new') : t('keys.changeOne', { name: apiKey.name })}
      centered
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          {problems !== undefined && (
            <Alert color="red" variant="light" role="alert">
              {problems.summary}
            </Alert>
          )}
          <KeyFields draft={draft} problems={problems?.fields ?? {}} onChange={change} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui:cancel')}
            </Button>
            <Button type="submit" loading={isBusy} disabled={draft.name.trim() === ''}>
              {t(apiKey === undefined ? 'keys.make' : 'save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface FieldsProperties {
  readonly draft: Draft;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (part: Partial<Draft>) => void;
}

function KeyFields({ draft, problems, onChange }: FieldsProperties) {
  const { t } = useTranslation('applications');
  // A member of a list is wrong: its number is of no use here.
  const problem = (field: string): string | undefined =>
    problems[field] ?? Object.entries(problems).find(([name]) => name.startsWith(`${field}.`))?.[1];
  return (
    <>
      <TextInput
        label={t('keys.name')}
        description={t('keys.nameHint')}
        required
        maxLength={100}
        value={draft.name}
        error={problem('name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        type="datetime-local"
        label={t('keys.ends')}
        description={t('keys.endsHint')}
        value={draft.ends}
        error={problem('expiresAt')}
        onChange={(event) => onChange({ ends: event.currentTarget.value })}
      />
      <TagsInput
        label={t('keys.origins')}
        description={t('keys.originsHint')}
        value={draft.origins}
        error={problem('origins')}
        onChange={(origins) => onChange({ origins })}
      />
      <ScopePicker
        label={t('keys.scopes')}
        hint={t('keys.scopesHint')}
        chosen={draft.scopes}
        problem={problem('scopes')}
        onChange={(scopes) => onChange({ scopes })}
      />
    </>
  );
}

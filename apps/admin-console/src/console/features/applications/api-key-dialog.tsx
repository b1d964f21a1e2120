import type { ApiKeyDetail, ApiKeyInput } from '@gatehouse/dto';
import { Modal, Stack, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { SubmitForm } from '../../../components/ui/submit-form';
import { useEditing } from '../../../lib/use-editing';
import { reloadApiKey } from './access-api';
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
  readonly applicationId: string;
  /** What is changed, as it is known by now; undefined: a new one is made. */
  readonly apiKey?: ApiKeyDetail;
  readonly onSave: (input: ApiKeyInput, before: ApiKeyDetail | undefined) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks what an API key may do. */
export function ApiKeyDialog({ applicationId, apiKey, onSave, onClose }: Properties) {
  const { t } = useTranslation(['applications', 'ui']);
  const editing = useEditing<ApiKeyDetail | undefined, Draft>({
    name: `api key ${apiKey?.id ?? `new ${applicationId}`}`,
    record: apiKey,
    toValue: (record) => (record === undefined ? EMPTY : toDraft(record)),
    reload: async () => apiKey && (await reloadApiKey(apiKey)),
  });
  const labels = {
    name: t('keys.name'),
    ends: t('keys.ends'),
    origins: t('keys.origins'),
    scopes: t('keys.scopes'),
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={apiKey === undefined ? t('keys.new') : t('keys.changeOne', { name: apiKey.name })}
      centered
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <SubmitForm
        submitLabel={t(apiKey === undefined ? 'keys.make' : 'save')}
        isIncomplete={editing.value.name.trim() === ''}
        notes={<EditNotes editing={editing} labels={labels} />}
        onSubmit={() => editing.save((fresh, draft) => onSave(toInput(draft, fresh), fresh))}
      >
        {(problem) => (
          <Stack key={editing.formKey}>
            <KeyFields draft={editing.value} problem={problem} onChange={editing.change} />
          </Stack>
        )}
      </SubmitForm>
    </Modal>
  );
}

interface FieldsProperties {
  readonly draft: Draft;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<Draft>) => void;
}

function KeyFields({ draft, problem, onChange }: FieldsProperties) {
  const { t } = useTranslation('applications');
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

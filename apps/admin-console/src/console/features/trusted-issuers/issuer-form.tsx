import { MultiSelect, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Fragment, useState } from 'react';
import type { SubjectMapping, TrustedIssuerDetail, TrustedIssuerInput } from '@gatehouse/dto';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { SwitchedOffNote } from '../../../components/ui/effects';
import { Section } from '../../../components/ui/page';
import { MultiPicker } from '../../../components/ui/pickers';
import { SubmitForm } from '../../../components/ui/submit-form';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { useEditing } from '../../../lib/use-editing';
import { reloadTrustedIssuer, useClients } from './api';
import { type IssuerDraft, NEW_ISSUER, toDraft, toInput } from './issuer-draft';
import { KeysInput } from './keys-input';

const MAPPINGS: readonly SubjectMapping[] = ['username', 'verified-email', 'linked-subject'];

const EXAMPLE_ISSUER = 'https://idp.example';

interface PartProperties {
  readonly draft: IssuerDraft;
  readonly onChange: (part: Partial<IssuerDraft>) => void;
  readonly problem: (field: string) => string | undefined;
}

function ClientsInput({ draft, onChange, problem }: PartProperties) {
  const { t } = useTranslation('trusted-issuers');
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 250);
  const clients = useClients(settled);
  const found = clients.data ?? [];
  const unseen = draft.clientIds.filter((id) => !found.some(({ value }) => value === id));
  return (
    <MultiSelect
      label={t('list.clients')}
      description={t('rights.clientsHint')}
      placeholder={draft.clientIds.length === 0 ? t('rights.nobody') : ''}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={clients.isError ? t('rights.clientsFailed') : t('rights.noClient')}
      data={[...found, ...unseen.map((id) => ({ value: id, label: id }))]}
      value={[...draft.clientIds]}
      error={problem('clientIds')}
      onChange={(clientIds) => onChange({ clientIds })}
    />
  );
}

function ScopesInput({ draft, onChange, problem }: PartProperties) {
  const { t } = useTranslation('trusted-issuers');
  return (
    <MultiPicker
      kind="consented-scopes"
      label={t('rights.scopes')}
      description={t('rights.scopesHint')}
      value={draft.allowedScopes}
      error={problem('allowedScopes')}
      onChange={(allowedScopes) => onChange({ allowedScopes })}
    />
  );
}

function WhoSection({ draft, onChange, problem, stored }: PartProperties & Pick<FormProperties, 'stored'>) {
  const { t } = useTranslation('trusted-issuers');
  return (
    <Section title={t('who.title')}>
      <Stack>
        <TextInput
          label={t('list.name')}
          description={t('who.nameHint')}
          required
          maxLength={100}
          value={draft.name}
          error={problem('name')}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('list.issuer')}
          description={t('who.issuerHint')}
          placeholder={EXAMPLE_ISSUER}
          required
          value={draft.issuer}
          error={problem('issuer')}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ issuer: event.currentTarget.value.trim() })}
        />
        <Switch
          label={t('list.trusted')}
          checked={draft.enabled}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
        <SwitchedOffNote subject="trusted-issuer" stored={stored} isOn={draft.enabled} />
      </Stack>
    </Section>
  );
}

function explain(error: unknown): FormProblems {
  if (!(error instanceof SyntaxError)) return toFormProblems(error);
  return {
    fields: { jwks: i18next.t('trusted-issuers:form.notJson') },
    summary: i18next.t('trusted-issuers:form.summary'),
  };
}

function RightsSection(properties: PartProperties) {
  const { t } = useTranslation('trusted-issuers');
  const { draft, onChange } = properties;
  return (
    <Section title={t('rights.title')}>
      <Stack>
        <ClientsInput {...properties} />
        <Select
          label={t('rights.subjects')}
          data={MAPPINGS.map((mapping) => ({ value: mapping, label: t(`mapping.${mapping}`) }))}
          value={draft.subjectMapping}
          allowDeselect={false}
          onChange={(value) => onChange({ subjectMapping: value ?? 'username' })}
        />
        <ScopesInput {...properties} />
        <Switch
          label={t('rights.idJags')}
          description={t('rights.idJagsHint')}
          checked={draft.takesIdJags}
          onChange={(event) => onChange({ takesIdJags: event.currentTarget.checked })}
        />
      </Stack>
    </Section>
  );
}

function useLabels(): Readonly<Record<keyof IssuerDraft, string>> {
  const { t } = useTranslation('trusted-issuers');
  return {
    name: t('list.name'),
    issuer: t('list.issuer'),
    enabled: t('list.trusted'),
    jwks: t('keys.set'),
    jwksUri: t('keys.address'),
    certificates: t('keys.certificates'),
    clientIds: t('list.clients'),
    subjectMapping: t('rights.subjects'),
    allowedScopes: t('rights.scopes'),
    takesIdJags: t('rights.idJags'),
  };
}

interface FormProperties {
  /** What it changes; left out: nothing yet. */
  readonly stored?: TrustedIssuerDetail;
  readonly onSubmit: (input: TrustedIssuerInput, stored: TrustedIssuerDetail | undefined) => Promise<void>;
}

/** Everything about a trusted issuer. */
export function IssuerForm({ stored, onSubmit }: FormProperties) {
  const { t } = useTranslation('trusted-issuers');
  const labels = useLabels();
  const editing = useEditing<TrustedIssuerDetail | undefined, IssuerDraft>({
    name: `trusted issuer ${stored?.id ?? 'new'}`,
    record: stored,
    toValue: (issuer) => (issuer === undefined ? NEW_ISSUER : toDraft(issuer)),
    reload: async () => stored && (await reloadTrustedIssuer(stored.id)),
    // Whoever pastes a key set may have pasted the private one.
    unkept: ['jwks', 'certificates'],
  });
  return (
    <SubmitForm
      submitLabel={t(stored === undefined ? 'new.submit' : 'edit.save')}
      notes={<EditNotes editing={editing} labels={labels} />}
      onSubmit={() => editing.save((fresh, draft) => onSubmit(toInput(draft), fresh))}
      explain={explain}
    >
      {(problem) => {
        const part: PartProperties = { draft: editing.value, problem, onChange: editing.change };
        return (
          <Fragment key={editing.formKey}>
            <WhoSection {...part} {...(stored && { stored })} />
            <Section title={t('keys.title')} hint={t('keys.hint')}>
              <KeysInput {...part} />
            </Section>
            <RightsSection {...part} />
          </Fragment>
        );
      }}
    </SubmitForm>
  );
}

import { Alert, Checkbox, MultiSelect, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { SubjectMapping, TrustedIssuerInput } from '@gatehouse/dto';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { useClients, useScopes } from './api';
import { type IssuerDraft, toInput } from './issuer-draft';
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
  const scopes = useScopes();
  if (scopes.isError) {
    return (
      <Alert color="red" variant="light">
        {t('rights.scopesFailed')}
      </Alert>
    );
  }
  return (
    <Checkbox.Group
      label={t('rights.scopes')}
      description={t('rights.scopesHint')}
      value={[...draft.allowedScopes]}
      error={problem('allowedScopes')}
      onChange={(allowedScopes) => onChange({ allowedScopes })}
    >
      <Stack gap="xs" mt="xs">
        {(scopes.data ?? []).map(({ name, title }) => (
          <Checkbox
            key={name}
            value={name}
            label={
              <>
                {title}{' '}
                <Text span size="sm" c="var(--quiet-text)">
                  ({name})
                </Text>
              </>
            }
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function WhoSection({ draft, onChange, problem }: PartProperties) {
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

interface FormProperties {
  readonly initial: IssuerDraft;
  readonly submitLabel: string;
  readonly onSubmit: (input: TrustedIssuerInput) => Promise<void>;
}

/** Everything about a trusted issuer. */
export function IssuerForm({ initial, submitLabel, onSubmit }: FormProperties) {
  const { t } = useTranslation('trusted-issuers');
  const [draft, setDraft] = useState(initial);
  const part = (problem: PartProperties['problem']): PartProperties => ({
    draft,
    problem,
    onChange: (change) => setDraft({ ...draft, ...change }),
  });

  return (
    <SubmitForm submitLabel={submitLabel} onSubmit={() => onSubmit(toInput(draft))} explain={explain}>
      {(problem) => (
        <>
          <WhoSection {...part(problem)} />
          <Section title={t('keys.title')} hint={t('keys.hint')}>
            <KeysInput {...part(problem)} />
          </Section>
          <Section title={t('rights.title')}>
            <Stack>
              <ClientsInput {...part(problem)} />
              <Select
                label={t('rights.subjects')}
                data={MAPPINGS.map((mapping) => ({ value: mapping, label: t(`mapping.${mapping}`) }))}
                value={draft.subjectMapping}
                allowDeselect={false}
                onChange={(value) => part(problem).onChange({ subjectMapping: value ?? 'username' })}
              />
              <ScopesInput {...part(problem)} />
            </Stack>
          </Section>
        </>
      )}
    </SubmitForm>
  );
}

import { Alert, Checkbox, MultiSelect, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { SubjectMapping, TrustedIssuerInput } from '@gatehouse/dto';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { useClients, useScopes } from './api';
import { type IssuerDraft, toInput } from './issuer-draft';
import { KeysInput } from './keys-input';

const MAPPINGS: readonly { readonly value: SubjectMapping; readonly label: string }[] = [
  { value: 'username', label: 'The user name here' },
  { value: 'verified-email', label: 'The verified e-mail address of a user here' },
  { value: 'linked-subject', label: 'A subject that is linked to a user, below' },
];

const NOT_JSON: FormProblems = {
  fields: { jwks: 'This is not JSON.' },
  summary: 'Some fields cannot be accepted.',
};

interface PartProperties {
  readonly draft: IssuerDraft;
  readonly onChange: (part: Partial<IssuerDraft>) => void;
  readonly problem: (field: string) => string | undefined;
}

function ClientsInput({ draft, onChange, problem }: PartProperties) {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 250);
  const clients = useClients(settled);
  const found = clients.data ?? [];
  const unseen = draft.clientIds.filter((id) => !found.some(({ value }) => value === id));
  return (
    <MultiSelect
      label="Clients"
      description="Who may present its assertions. Only clients that keep a secret can."
      placeholder={draft.clientIds.length === 0 ? 'Nobody yet' : ''}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={clients.isError ? 'The clients could not be loaded.' : 'No client of this name'}
      data={[...found, ...unseen.map((id) => ({ value: id, label: id }))]}
      value={[...draft.clientIds]}
      error={problem('clientIds')}
      onChange={(clientIds) => onChange({ clientIds })}
    />
  );
}

function ScopesInput({ draft, onChange, problem }: PartProperties) {
  const scopes = useScopes();
  if (scopes.isError) {
    return (
      <Alert color="red" variant="light">
        The scopes could not be loaded. Reload the page.
      </Alert>
    );
  }
  return (
    <Checkbox.Group
      label="Scopes"
      description="You consent to these in the users' place: they are not asked."
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
  return (
    <Section title="Who it is">
      <Stack>
        <TextInput
          label="Name"
          description="For operators."
          required
          maxLength={100}
          value={draft.name}
          error={problem('name')}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <TextInput
          label="Issuer"
          description="Exactly as its assertions say it: iss in a JWT, Issuer in SAML."
          placeholder="https://idp.example"
          required
          value={draft.issuer}
          error={problem('issuer')}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ issuer: event.currentTarget.value.trim() })}
        />
        <Switch
          label="Trusted"
          checked={draft.enabled}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
      </Stack>
    </Section>
  );
}

const explain = (error: unknown): FormProblems =>
  error instanceof SyntaxError ? NOT_JSON : toFormProblems(error);

interface FormProperties {
  readonly initial: IssuerDraft;
  readonly submitLabel: string;
  readonly onSubmit: (input: TrustedIssuerInput) => Promise<void>;
}

/** Everything about a trusted issuer. */
export function IssuerForm({ initial, submitLabel, onSubmit }: FormProperties) {
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
          <Section title="How its signatures are verified" hint="An address, a key set, or certificates.">
            <KeysInput {...part(problem)} />
          </Section>
          <Section title="What it may do">
            <Stack>
              <ClientsInput {...part(problem)} />
              <Select
                label="Its subjects are"
                data={MAPPINGS}
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

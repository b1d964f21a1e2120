import type { ClientDetail } from '@gatehouse/dto';
import { Alert, Badge, Button, Code, Group, Radio, Select, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type SubmitEvent, useState } from 'react';
import { Section } from '../../../components/ui/page';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { updateClient } from './api';
import {
  type AuthenticationDraft,
  METHOD_CHOICES,
  type MethodChoice,
  NAME_KINDS,
  toAuthenticationChange,
  toText,
  withoutSame,
} from './authentication';
import { ClientKeysFields, type FieldsProperties, GenerateKey } from './client-keys-fields';

const NOT_JSON: FormProblems = {
  fields: { jwks: 'This is not JSON.' },
  summary: 'Some fields cannot be accepted.',
};

function MethodRadio({ choice }: { readonly choice: MethodChoice }) {
  const { method, label, hint, isWeaker } = choice;
  return (
    <Radio
      value={method}
      description={hint}
      label={
        <>
          {label} <Code>{method}</Code>
          {isWeaker && (
            <Badge component="span" variant="light" color="gray" size="sm" ml={6}>
              Weaker
            </Badge>
          )}
        </>
      }
    />
  );
}

function MethodField({ value, onChange, problem }: FieldsProperties) {
  return (
    <Radio.Group
      label="Method"
      description="It uses this one, and no other."
      value={value.method}
      error={problem('tokenEndpointAuthMethod')}
      onChange={(chosen) => {
        const method = METHOD_CHOICES.find((choice) => choice.method === chosen)?.method;
        if (method !== undefined) onChange({ method });
      }}
    >
      <Stack gap="sm" my="sm">
        {METHOD_CHOICES.map((choice) => (
          <MethodRadio key={choice.method} choice={choice} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** RFC 8705 §2.1.2: exactly one name of the certificate counts. */
function NameFields({ value, onChange, problem }: FieldsProperties) {
  return (
    <Group align="flex-start">
      <Select
        label="Name in the certificate"
        data={[...NAME_KINDS]}
        value={value.nameKind}
        allowDeselect={false}
        onChange={(nameKind) => nameKind !== null && onChange({ nameKind })}
      />
      <TextInput
        flex={1}
        label="Is exactly"
        placeholder={value.nameKind === 'subject_dn' ? 'CN=photo-importer,O=Example' : ''}
        value={value.name}
        maxLength={1000}
        error={problem('tlsClientName')}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
    </Group>
  );
}

interface Properties {
  readonly applicationId: string;
  readonly client: ClientDetail;
}

function SealedSecretNotice({ isSaved }: { readonly isSaved: boolean }) {
  return (
    <Alert color="orange" variant="light">
      {isSaved
        ? 'Secrets that were made before this method was chosen cannot sign: rotate the secret once.'
        : 'After saving, rotate the secret: those made before cannot sign.'}
    </Alert>
  );
}

/** How a client proves who it is, and the keys that its signatures are verified with. */
export function AuthenticationSection({ applicationId, client }: Properties) {
  const [draft, setDraft] = useState<AuthenticationDraft>({});
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);
  const isConfidential = client.type === 'confidential';
  const saved = toText(client);
  const value = { ...saved, ...draft };
  const part: FieldsProperties = {
    value,
    onChange: (change) => setDraft(withoutSame({ ...draft, ...change }, saved)),
    problem: (field) =>
      Object.entries(problems?.fields ?? {}).find(
        ([name]) => name === field || name.startsWith(`${field}.`),
      )?.[1],
  };

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblems(undefined);
    try {
      await updateClient(applicationId, client.clientId, toAuthenticationChange(client, draft));
      setDraft({});
      notifications.show({ message: 'Saved' });
    } catch (error) {
      setProblems(error instanceof SyntaxError ? NOT_JSON : toFormProblems(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section
      title={isConfidential ? 'Authentication' : 'Keys'}
      hint="The keys are also for the authorization requests and the assertions that it signs."
    >
      <form onSubmit={(event) => void save(event)}>
        <Stack gap="lg">
          {problems !== undefined && (
            <Alert color="red" variant="light" role="alert">
              {problems.summary}
            </Alert>
          )}
          {isConfidential && <MethodField {...part} />}
          {value.method === 'client_secret_jwt' && (
            <SealedSecretNotice isSaved={draft.method === undefined} />
          )}
          {value.method === 'tls_client_auth' && <NameFields {...part} />}
          <ClientKeysFields {...part} />
          {isConfidential && (
            <GenerateKey
              applicationId={applicationId}
              clientId={client.clientId}
              isDisabled={value.jwks !== saved.jwks}
            />
          )}
          <Group justify="flex-end">
            <Button type="submit" loading={isBusy} disabled={Object.keys(draft).length === 0}>
              {isConfidential ? 'Save authentication' : 'Save keys'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

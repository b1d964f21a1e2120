import type { ProviderAuthentication, ProviderFlow, ProviderInput } from '@gatehouse/dto';
import { PasswordInput, Select, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';

/** A provider as the form keeps it. */
export type ProviderDraft = { [Name in keyof ProviderInput]: ProviderInput[Name] };

const FLOWS: { value: ProviderFlow; label: string }[] = [
  { value: 'client_credentials', label: 'Client credentials' },
  { value: 'authorization_code', label: 'Connected by an operator' },
  { value: 'refresh_token', label: 'Refresh token that you enter' },
  { value: 'jwt_bearer', label: 'Signed assertion (JWT bearer)' },
];
const AUTHENTICATIONS: { value: ProviderAuthentication; label: string }[] = [
  { value: 'client_secret_basic', label: 'Secret in the Authorization header' },
  { value: 'client_secret_post', label: 'Secret in the body' },
  { value: 'private_key_jwt', label: 'Signed assertion (private_key_jwt)' },
  { value: 'none', label: 'None' },
];

const needsKey = ({ flow, authenticationMethod }: ProviderDraft): boolean =>
  flow === 'jwt_bearer' || authenticationMethod === 'private_key_jwt';

/** Fields that only some providers have; the others would have to be understood to be left alone. */
const IS_SHOWN: Partial<Record<keyof ProviderDraft, (draft: ProviderDraft) => boolean>> = {
  authorizationEndpoint: ({ flow }) => flow === 'authorization_code',
  subject: ({ flow }) => flow === 'jwt_bearer',
  keyId: needsKey,
  clientSecret: ({ authenticationMethod }) => authenticationMethod.startsWith('client_secret'),
  privateKey: needsKey,
  refreshToken: ({ flow }) => flow === 'refresh_token',
};

const isShown = (field: keyof ProviderDraft, draft: ProviderDraft): boolean =>
  IS_SHOWN[field]?.(draft) ?? true;

const TEXTS = [
  ['name', 'Name', 'For operators.'],
  ['issuer', 'Issuer', 'Its endpoints are discovered from it.'],
  ['tokenEndpoint', 'Token endpoint', 'Only where it cannot be discovered.'],
  ['authorizationEndpoint', 'Authorization endpoint', 'Only where it cannot be discovered.'],
  ['clientId', 'Client ID', 'What the provider calls the gateway.'],
  ['resource', 'Resource', 'Address of what is called (RFC 8707). May stay empty.'],
  ['audience', 'Audience', 'What some providers want instead. May stay empty.'],
  ['subject', 'Subject', 'Whom a signed assertion is about. May stay empty.'],
  ['keyId', 'Key ID', 'Of the private key. May stay empty.'],
] as const;

interface SecretsProperties {
  readonly value: ProviderDraft;
  readonly kept: string;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<ProviderDraft>) => void;
}

/** The secrets that this way of asking needs; nothing where it needs none. */
function SecretsSection({ value, kept, problem, onChange }: SecretsProperties) {
  const shown = (['clientSecret', 'privateKey', 'refreshToken'] as const).filter((field) =>
    isShown(field, value),
  );
  if (shown.length === 0) return null;
  return (
    <Section title="Secrets" hint={kept}>
      <Stack>
        {shown.includes('clientSecret') && (
          <PasswordInput
            label="Client secret"
            autoComplete="off"
            value={value.clientSecret ?? ''}
            error={problem('clientSecret')}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the client secret', tabIndex: 0 }}
            onChange={(event) => onChange({ clientSecret: event.currentTarget.value })}
          />
        )}
        {shown.includes('privateKey') && (
          <Textarea
            label="Private key (PEM)"
            value={value.privateKey ?? ''}
            error={problem('privateKey')}
            spellCheck={false}
            minRows={3}
            onChange={(event) => onChange({ privateKey: event.currentTarget.value })}
          />
        )}
        {shown.includes('refreshToken') && (
          <PasswordInput
            label="Refresh token"
            autoComplete="off"
            value={value.refreshToken ?? ''}
            error={problem('refreshToken')}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the refresh token', tabIndex: 0 }}
            onChange={(event) => onChange({ refreshToken: event.currentTarget.value })}
          />
        )}
      </Stack>
    </Section>
  );
}

interface Properties {
  readonly initial: ProviderDraft;
  readonly submitLabel: string;
  /** What is stored already, so that it may stay empty. */
  readonly hasSecrets: boolean;
  readonly onSubmit: (input: ProviderDraft) => Promise<void>;
}

/** What is asked of a provider, and as whom. */
export function ProviderForm({ initial, submitLabel, hasSecrets, onSubmit }: Properties) {
  const [value, setValue] = useState(initial);
  const change = (part: Partial<ProviderDraft>): void => setValue({ ...value, ...part });
  const kept = hasSecrets ? 'Empty: what is stored stays.' : 'Stored sealed, and never shown again.';

  return (
    <SubmitForm submitLabel={submitLabel} onSubmit={() => onSubmit(value)}>
      {(problem) => (
        <>
          <Section title="The provider">
            <Stack>
              <Select
                label="Flow"
                data={FLOWS}
                value={value.flow}
                allowDeselect={false}
                error={problem('flow')}
                onChange={(flow) => flow !== null && change({ flow: flow })}
              />
              <Select
                label="Authentication"
                data={AUTHENTICATIONS}
                value={value.authenticationMethod}
                allowDeselect={false}
                error={problem('authenticationMethod')}
                onChange={(method) => method !== null && change({ authenticationMethod: method })}
              />
              {TEXTS.filter(([field]) => isShown(field, value)).map(([field, label, description]) => (
                <TextInput
                  key={field}
                  label={label}
                  description={description}
                  required={field === 'name' || field === 'clientId'}
                  value={value[field] ?? ''}
                  error={problem(field)}
                  spellCheck={false}
                  onChange={({ currentTarget }) => {
                    const text = currentTarget.value;
                    change({
                      [field]: text === '' && field !== 'name' && field !== 'clientId' ? null : text,
                    });
                  }}
                />
              ))}
              <TagsInput
                label="Scopes"
                value={[...value.scopes]}
                error={problem('scopes')}
                onChange={(scopes) => change({ scopes })}
              />
            </Stack>
          </Section>
          <SecretsSection value={value} kept={kept} problem={problem} onChange={change} />
        </>
      )}
    </SubmitForm>
  );
}

import type { ProviderAuthentication, ProviderFlow, ProviderInput } from '@gatehouse/dto';
import { PasswordInput, Select, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';

/** A provider as the form keeps it. */
export type ProviderDraft = { [Name in keyof ProviderInput]: ProviderInput[Name] };

const FLOWS: readonly ProviderFlow[] = [
  'client_credentials',
  'authorization_code',
  'refresh_token',
  'jwt_bearer',
];
const AUTHENTICATIONS: readonly ProviderAuthentication[] = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'none',
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
  'name',
  'issuer',
  'tokenEndpoint',
  'authorizationEndpoint',
  'clientId',
  'resource',
  'audience',
  'subject',
  'keyId',
] as const;

interface SecretsProperties {
  readonly value: ProviderDraft;
  readonly kept: string;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<ProviderDraft>) => void;
}

/** The secrets that this way of asking needs; nothing where it needs none. */
function SecretsSection({ value, kept, problem, onChange }: SecretsProperties) {
  const { t } = useTranslation('providers');
  const shown = (['clientSecret', 'privateKey', 'refreshToken'] as const).filter((field) =>
    isShown(field, value),
  );
  if (shown.length === 0) return null;
  return (
    <Section title={t('secrets.title')} hint={kept}>
      <Stack>
        {shown.includes('clientSecret') && (
          <PasswordInput
            label={t('secrets.secret')}
            autoComplete="off"
            value={value.clientSecret ?? ''}
            error={problem('clientSecret')}
            visibilityToggleButtonProps={{ 'aria-label': t('secrets.showSecret'), tabIndex: 0 }}
            onChange={(event) => onChange({ clientSecret: event.currentTarget.value })}
          />
        )}
        {shown.includes('privateKey') && (
          <Textarea
            label={t('secrets.key')}
            value={value.privateKey ?? ''}
            error={problem('privateKey')}
            spellCheck={false}
            minRows={3}
            onChange={(event) => onChange({ privateKey: event.currentTarget.value })}
          />
        )}
        {shown.includes('refreshToken') && (
          <PasswordInput
            label={t('secrets.refreshToken')}
            autoComplete="off"
            value={value.refreshToken ?? ''}
            error={problem('refreshToken')}
            visibilityToggleButtonProps={{ 'aria-label': t('secrets.showRefreshToken'), tabIndex: 0 }}
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
  const { t } = useTranslation('providers');
  const [value, setValue] = useState(initial);
  const change = (part: Partial<ProviderDraft>): void => setValue({ ...value, ...part });
  const kept = hasSecrets ? t('secrets.kept') : t('secrets.new');

  return (
    <SubmitForm submitLabel={submitLabel} onSubmit={() => onSubmit(value)}>
      {(problem) => (
        <>
          <Section title={t('form.title')}>
            <Stack>
              <Select
                label={t('form.flow')}
                data={FLOWS.map((flow) => ({ value: flow, label: t(`flow.${flow}`) }))}
                value={value.flow}
                allowDeselect={false}
                error={problem('flow')}
                onChange={(flow) => flow !== null && change({ flow: flow })}
              />
              <Select
                label={t('form.authentication')}
                data={AUTHENTICATIONS.map((method) => ({
                  value: method,
                  label: t(`authentication.${method}`),
                }))}
                value={value.authenticationMethod}
                allowDeselect={false}
                error={problem('authenticationMethod')}
                onChange={(method) => method !== null && change({ authenticationMethod: method })}
              />
              {TEXTS.filter((field) => isShown(field, value)).map((field) => (
                <TextInput
                  key={field}
                  label={t(`field.${field}`)}
                  description={t(`fieldHint.${field}`)}
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
                label={t('form.scopes')}
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

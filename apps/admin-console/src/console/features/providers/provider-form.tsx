import type { ProviderAuthentication, ProviderDetail, ProviderFlow, ProviderInput } from '@gatehouse/dto';
import { PasswordInput, Select, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { useEditing } from '../../../lib/use-editing';
import { reloadProvider } from './api';
import { NEW_PROVIDER, type ProviderDraft, toDraft, toInput } from './provider-draft';

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

interface PartProperties {
  readonly value: ProviderDraft;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<ProviderDraft>) => void;
}

/** The secrets that this way of asking needs; nothing where it needs none. */
function SecretsSection({ value, problem, onChange, kept }: PartProperties & { readonly kept: string }) {
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

function AskedSection({ value, problem, onChange }: PartProperties) {
  const { t } = useTranslation('providers');
  return (
    <Section title={t('form.title')}>
      <Stack>
        <Select
          label={t('form.flow')}
          data={FLOWS.map((flow) => ({ value: flow, label: t(`flow.${flow}`) }))}
          value={value.flow}
          allowDeselect={false}
          error={problem('flow')}
          onChange={(flow) => flow !== null && onChange({ flow: flow })}
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
          onChange={(method) => method !== null && onChange({ authenticationMethod: method })}
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
              onChange({
                [field]: text === '' && field !== 'name' && field !== 'clientId' ? null : text,
              });
            }}
          />
        ))}
        <TagsInput
          label={t('form.scopes')}
          value={[...value.scopes]}
          error={problem('scopes')}
          onChange={(scopes) => onChange({ scopes })}
        />
      </Stack>
    </Section>
  );
}

function useLabels(): Readonly<Record<keyof ProviderDraft, string>> {
  const { t } = useTranslation('providers');
  const texts = TEXTS.map((field) => [field, t(`field.${field}`)] as const);
  return {
    ...(Object.fromEntries(texts) as Record<(typeof TEXTS)[number], string>),
    flow: t('form.flow'),
    authenticationMethod: t('form.authentication'),
    scopes: t('form.scopes'),
    clientSecret: t('secrets.secret'),
    privateKey: t('secrets.key'),
    refreshToken: t('secrets.refreshToken'),
  };
}

interface Properties {
  /** What it changes; left out: nothing yet. */
  readonly stored?: ProviderDetail;
  readonly onSubmit: (input: ProviderInput, stored: ProviderDetail | undefined) => Promise<void>;
}

/** What is asked of a provider, and as whom. */
export function ProviderForm({ stored, onSubmit }: Properties) {
  const { t } = useTranslation('providers');
  const labels = useLabels();
  const editing = useEditing<ProviderDetail | undefined, ProviderDraft>({
    name: `provider ${stored?.id ?? 'new'}`,
    record: stored,
    toValue: (provider) => (provider === undefined ? NEW_PROVIDER : toDraft(provider)),
    reload: async () => stored && (await reloadProvider(stored.id)),
    unkept: ['clientSecret', 'privateKey', 'refreshToken'],
  });
  // What is stored already may stay empty.
  const kept = t(stored === undefined ? 'secrets.new' : 'secrets.kept');
  return (
    <SubmitForm
      submitLabel={t(stored === undefined ? 'new.submit' : 'edit.save')}
      notes={<EditNotes editing={editing} labels={labels} />}
      onSubmit={() => editing.save((fresh, draft) => onSubmit(toInput(draft), fresh))}
    >
      {(problem) => {
        const part: PartProperties = { value: editing.value, problem, onChange: editing.change };
        return (
          <Fragment key={editing.formKey}>
            <AskedSection {...part} />
            <SecretsSection {...part} kept={kept} />
          </Fragment>
        );
      }}
    </SubmitForm>
  );
}

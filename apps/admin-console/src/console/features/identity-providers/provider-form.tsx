import type { IdentityProviderDetail, IdentityProviderInput, ProviderAuthentication } from '@gatehouse/dto';
import { PasswordInput, Select, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { SwitchedOffNote } from '../../../components/ui/effects';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { useEditing } from '../../../lib/use-editing';
import { reloadIdentityProvider } from './api';
import { IssuerInput } from './issuer-input';
import { NEW_PROVIDER, type ProviderDraft, suggestSlug, toDraft, toInput } from './provider-draft';

const AUTHENTICATIONS: readonly ProviderAuthentication[] = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'none',
];

const EXAMPLE_DOMAIN = 'example.com';

interface PartProperties {
  readonly draft: ProviderDraft;
  readonly isNew: boolean;
  readonly onChange: (part: Partial<ProviderDraft>) => void;
  readonly problem: (field: string) => string | undefined;
}

function WhoSection({
  draft,
  isNew,
  onChange,
  problem,
  stored,
}: PartProperties & Pick<FormProperties, 'stored'>) {
  const { t } = useTranslation('identity-providers');
  return (
    <Section title={t('who.title')}>
      <Stack>
        <TextInput
          label={t('list.name')}
          description={t('who.nameHint')}
          required
          maxLength={50}
          value={draft.name}
          error={problem('name')}
          onChange={({ currentTarget: { value } }) => {
            const isSuggested = isNew && draft.slug === suggestSlug(draft.name);
            onChange({ name: value, ...(isSuggested && { slug: suggestSlug(value) }) });
          }}
        />
        <TextInput
          label={t('who.slug')}
          description={isNew ? t('who.slugNew') : t('who.slugEdit')}
          required
          maxLength={50}
          value={draft.slug}
          error={problem('slug')}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ slug: event.currentTarget.value.trim() })}
        />
        <IssuerInput
          issuer={draft.issuer}
          isFixed={!isNew}
          problem={problem('issuer')}
          onChange={(issuer) => onChange({ issuer })}
        />
        <Switch
          label={t('who.offered')}
          checked={draft.enabled}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
        <SwitchedOffNote subject="identity-provider" stored={stored} isOn={draft.enabled} />
      </Stack>
    </Section>
  );
}

function ClientSection({ draft, isNew, onChange, problem }: PartProperties) {
  const { t } = useTranslation('identity-providers');
  const isKept = isNew ? t('client.secretNew') : t('client.secretKept');
  return (
    <Section title={t('client.title')} hint={t('client.hint')}>
      <Stack>
        <TextInput
          label={t('client.id')}
          required
          maxLength={500}
          value={draft.clientId}
          error={problem('clientId')}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ clientId: event.currentTarget.value.trim() })}
        />
        <Select
          label={t('client.authentication')}
          data={AUTHENTICATIONS.map((method) => ({ value: method, label: t(`authentication.${method}`) }))}
          value={draft.authenticationMethod}
          allowDeselect={false}
          onChange={(method) => method !== null && onChange({ authenticationMethod: method })}
        />
        {draft.authenticationMethod.startsWith('client_secret') && (
          <PasswordInput
            label={t('client.secret')}
            description={isKept}
            autoComplete="off"
            value={draft.clientSecret}
            error={problem('clientSecret')}
            visibilityToggleButtonProps={{ 'aria-label': t('client.showSecret'), tabIndex: 0 }}
            onChange={(event) => onChange({ clientSecret: event.currentTarget.value })}
          />
        )}
        {draft.authenticationMethod === 'private_key_jwt' && (
          <>
            <Textarea
              label={t('client.key')}
              description={isKept}
              value={draft.privateKey}
              error={problem('privateKey')}
              spellCheck={false}
              minRows={3}
              onChange={(event) => onChange({ privateKey: event.currentTarget.value })}
            />
            <TextInput
              label={t('client.keyId')}
              description={t('client.keyIdHint')}
              value={draft.keyId}
              error={problem('keyId')}
              onChange={(event) => onChange({ keyId: event.currentTarget.value.trim() })}
            />
          </>
        )}
        <TagsInput
          label={t('client.scopes')}
          description={t('client.scopesHint')}
          value={[...draft.scopes]}
          error={problem('scopes')}
          onChange={(scopes) => onChange({ scopes })}
        />
      </Stack>
    </Section>
  );
}

function PeopleSection({ draft, onChange, problem }: PartProperties) {
  const { t } = useTranslation('identity-providers');
  return (
    <Section title={t('people.title')} hint={t('people.hint')}>
      <Stack>
        <Switch
          label={t('people.signUp')}
          description={t('people.signUpHint')}
          checked={draft.allowsSignUp}
          onChange={(event) => onChange({ allowsSignUp: event.currentTarget.checked })}
        />
        <TagsInput
          label={t('people.domains')}
          description={t('people.domainsHint')}
          placeholder={draft.emailDomains.length === 0 ? EXAMPLE_DOMAIN : ''}
          value={[...draft.emailDomains]}
          error={problem('emailDomains')}
          onChange={(emailDomains) =>
            onChange({ emailDomains: emailDomains.map((domain) => domain.trim().toLowerCase()) })
          }
        />
        <Switch
          label={t('people.confirmed')}
          description={t('people.confirmedHint')}
          checked={draft.assumesEmailVerified}
          onChange={(event) => onChange({ assumesEmailVerified: event.currentTarget.checked })}
        />
        <TextInput
          label={t('people.username')}
          description={t('people.usernameHint')}
          required
          value={draft.usernameClaim}
          error={problem('usernameClaim')}
          onChange={(event) => onChange({ usernameClaim: event.currentTarget.value.trim() })}
        />
        <TextInput
          label={t('people.name')}
          description={t('people.nameHint')}
          required
          value={draft.nameClaim}
          error={problem('nameClaim')}
          onChange={(event) => onChange({ nameClaim: event.currentTarget.value.trim() })}
        />
      </Stack>
    </Section>
  );
}

function useLabels(): Readonly<Record<keyof ProviderDraft, string>> {
  const { t } = useTranslation('identity-providers');
  return {
    name: t('list.name'),
    slug: t('who.slug'),
    issuer: t('list.issuer'),
    enabled: t('who.offered'),
    clientId: t('client.id'),
    authenticationMethod: t('client.authentication'),
    clientSecret: t('client.secret'),
    privateKey: t('client.key'),
    keyId: t('client.keyId'),
    scopes: t('client.scopes'),
    usernameClaim: t('people.username'),
    nameClaim: t('people.name'),
    allowsSignUp: t('people.signUp'),
    emailDomains: t('people.domains'),
    assumesEmailVerified: t('people.confirmed'),
  };
}

interface FormProperties {
  /** What it changes; left out: nothing yet. */
  readonly stored?: IdentityProviderDetail;
  readonly onSubmit: (
    input: IdentityProviderInput,
    stored: IdentityProviderDetail | undefined,
  ) => Promise<void>;
}

/** Everything about an identity provider. */
export function IdentityProviderForm({ stored, onSubmit }: FormProperties) {
  const { t } = useTranslation('identity-providers');
  const labels = useLabels();
  const editing = useEditing<IdentityProviderDetail | undefined, ProviderDraft>({
    name: `identity provider ${stored?.id ?? 'new'}`,
    record: stored,
    toValue: (provider) => (provider === undefined ? NEW_PROVIDER : toDraft(provider)),
    reload: async () => stored && (await reloadIdentityProvider(stored.id)),
    unkept: ['clientSecret', 'privateKey'],
  });
  const part = (problem: PartProperties['problem']): PartProperties => ({
    draft: editing.value,
    isNew: stored === undefined,
    problem,
    onChange: editing.change,
  });

  return (
    <SubmitForm
      submitLabel={t(stored === undefined ? 'new.submit' : 'edit.save')}
      notes={<EditNotes editing={editing} labels={labels} />}
      onSubmit={() => editing.save((fresh, draft) => onSubmit(toInput(draft), fresh))}
    >
      {(problem) => (
        <Fragment key={editing.formKey}>
          <WhoSection {...part(problem)} {...(stored && { stored })} />
          <ClientSection {...part(problem)} />
          <PeopleSection {...part(problem)} />
        </Fragment>
      )}
    </SubmitForm>
  );
}

import type { IdentityProviderInput, ProviderAuthentication } from '@gatehouse/dto';
import { PasswordInput, Select, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { IssuerInput } from './issuer-input';
import { type ProviderDraft, suggestSlug, toInput } from './provider-draft';

const AUTHENTICATIONS: { value: ProviderAuthentication; label: string }[] = [
  { value: 'client_secret_basic', label: 'Secret in the Authorization header' },
  { value: 'client_secret_post', label: 'Secret in the body' },
  { value: 'private_key_jwt', label: 'Signed assertion (private_key_jwt)' },
  { value: 'none', label: 'None' },
];

interface PartProperties {
  readonly draft: ProviderDraft;
  readonly isNew: boolean;
  readonly onChange: (part: Partial<ProviderDraft>) => void;
  readonly problem: (field: string) => string | undefined;
}

function WhoSection({ draft, isNew, onChange, problem }: PartProperties) {
  return (
    <Section title="The provider">
      <Stack>
        <TextInput
          label="Name"
          description="What people read: Continue with ..."
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
          label="Slug"
          description={
            isNew
              ? 'Ends the address that people come back to. You can register that address at the provider afterwards.'
              : 'Ends the address that people come back to. Whoever changes it must change it at the provider, too.'
          }
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
          label="Offered on the sign-in page"
          checked={draft.enabled}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
      </Stack>
    </Section>
  );
}

function ClientSection({ draft, isNew, onChange, problem }: PartProperties) {
  const isKept = isNew
    ? 'Stored sealed, and never shown again.'
    : 'Leave it empty to keep the one that is stored.';
  return (
    <Section title="What Gatehouse is there" hint="The provider gives you these when you register Gatehouse.">
      <Stack>
        <TextInput
          label="Client ID"
          required
          maxLength={500}
          value={draft.clientId}
          error={problem('clientId')}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ clientId: event.currentTarget.value.trim() })}
        />
        <Select
          label="Authentication"
          data={AUTHENTICATIONS}
          value={draft.authenticationMethod}
          allowDeselect={false}
          onChange={(method) => method !== null && onChange({ authenticationMethod: method })}
        />
        {draft.authenticationMethod.startsWith('client_secret') && (
          <PasswordInput
            label="Client secret"
            description={isKept}
            autoComplete="off"
            value={draft.clientSecret}
            error={problem('clientSecret')}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the client secret', tabIndex: 0 }}
            onChange={(event) => onChange({ clientSecret: event.currentTarget.value })}
          />
        )}
        {draft.authenticationMethod === 'private_key_jwt' && (
          <>
            <Textarea
              label="Private key (PEM)"
              description={isKept}
              value={draft.privateKey}
              error={problem('privateKey')}
              spellCheck={false}
              minRows={3}
              onChange={(event) => onChange({ privateKey: event.currentTarget.value })}
            />
            <TextInput
              label="Key ID"
              description="May stay empty."
              value={draft.keyId}
              error={problem('keyId')}
              onChange={(event) => onChange({ keyId: event.currentTarget.value.trim() })}
            />
          </>
        )}
        <TagsInput
          label="Scopes"
          description="openid is always asked for."
          value={[...draft.scopes]}
          error={problem('scopes')}
          onChange={(scopes) => onChange({ scopes })}
        />
      </Stack>
    </Section>
  );
}

function PeopleSection({ draft, onChange, problem }: PartProperties) {
  return (
    <Section
      title="Who may come"
      hint="People are known by the provider's subject. An account that is here already is linked only by its own sign-in."
    >
      <Stack>
        <Switch
          label="Make an account for whoever has none"
          description="Otherwise, people need an account here that is linked."
          checked={draft.allowsSignUp}
          onChange={(event) => onChange({ allowsSignUp: event.currentTarget.checked })}
        />
        <TagsInput
          label="E-mail domains"
          description="Only people with a confirmed address in one of these. Empty: everybody."
          placeholder={draft.emailDomains.length === 0 ? 'example.com' : ''}
          value={[...draft.emailDomains]}
          error={problem('emailDomains')}
          onChange={(emailDomains) =>
            onChange({ emailDomains: emailDomains.map((domain) => domain.trim().toLowerCase()) })
          }
        />
        <Switch
          label="Every e-mail address there is confirmed"
          description="Weaker: only for a provider that never says email_verified, and lets nobody type an address in."
          checked={draft.assumesEmailVerified}
          onChange={(event) => onChange({ assumesEmailVerified: event.currentTarget.checked })}
        />
        <TextInput
          label="Username claim"
          description="Names a new account."
          required
          value={draft.usernameClaim}
          error={problem('usernameClaim')}
          onChange={(event) => onChange({ usernameClaim: event.currentTarget.value.trim() })}
        />
        <TextInput
          label="Name claim"
          description="Shown as the person's name."
          required
          value={draft.nameClaim}
          error={problem('nameClaim')}
          onChange={(event) => onChange({ nameClaim: event.currentTarget.value.trim() })}
        />
      </Stack>
    </Section>
  );
}

interface FormProperties {
  readonly initial: ProviderDraft;
  readonly isNew: boolean;
  readonly onSubmit: (input: IdentityProviderInput) => Promise<void>;
}

/** Everything about an identity provider. */
export function IdentityProviderForm({ initial, isNew, onSubmit }: FormProperties) {
  const [draft, setDraft] = useState(initial);
  const part = (problem: PartProperties['problem']): PartProperties => ({
    draft,
    isNew,
    problem,
    onChange: (change) => setDraft({ ...draft, ...change }),
  });

  return (
    <SubmitForm submitLabel={isNew ? 'Add' : 'Save'} onSubmit={() => onSubmit(toInput(draft))}>
      {(problem) => (
        <>
          <WhoSection {...part(problem)} />
          <ClientSection {...part(problem)} />
          <PeopleSection {...part(problem)} />
        </>
      )}
    </SubmitForm>
  );
}

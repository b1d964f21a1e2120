import type { ApplicationKind, CreatedApplication } from '@gatehouse/dto';
import { Alert, Button, Group, Paper, Stack, Textarea, TextInput } from '@mantine/core';
import i18next from 'i18next';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { OrganizationSelect } from '../../../components/ui/organization-select';
import { FirstStepsNote } from '../../../components/ui/first-steps-note';
import { Page } from '../../../components/ui/page';
import { rememberSecret, useFirstStepsForm } from '../../../lib/first-steps';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { firstSteps, pages } from '../../../lib/paths';
import { useDraft } from '../../../lib/use-draft';
import { createApplication } from './api';
import { KindPicker, SafeSettings } from './kind-picker';
import { describeKind } from './kinds';
import {
  findProfile,
  isProfileComplete,
  type ProfileChoice,
  ProfilePicker,
  toProfileFields,
} from './profile-picker';
import { areRedirectUrisValid, RedirectUrisInput } from './redirect-uris-input';
import { Registered } from './registered';
import { ScopePicker } from './scope-picker';

interface Draft extends ProfileChoice {
  readonly kind: ApplicationKind;
  readonly name: string;
  readonly publisher?: string;
  readonly description: string;
  readonly redirectUris: readonly string[];
  readonly allowedScopes: readonly string[];
  readonly organizationId?: string | null;
}

const EMPTY: Draft = {
  kind: 'web',
  name: '',
  publisher: '',
  description: '',
  redirectUris: [''],
  allowedScopes: [],
};

/** What can call the first API at once: a machine needs no person who signs in. */
const toFirstDraft = (scope: string | undefined): Draft => ({
  ...EMPTY,
  kind: 'machine',
  name: i18next.t('applications:new.firstName'),
  allowedScopes: scope === undefined ? [] : [scope],
});

function noteFirstClient(
  { note }: ReturnType<typeof useFirstStepsForm>,
  { application, clientSecret }: CreatedApplication,
): void {
  const clientId = application.clientIds[0] ?? '';
  note({ applicationId: application.id, clientId });
  if (clientSecret !== undefined) rememberSecret(clientId, clientSecret);
}

interface FieldsProperties {
  readonly draft: Draft;
  readonly problems: FormProblems | undefined;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** Who it is; what only users would read is not asked of what has none. */
function NameFields({ draft, problems, onChange }: FieldsProperties) {
  const { t } = useTranslation('applications');
  const isSeen = draft.kind !== 'machine';
  return (
    <>
      <TextInput
        label={t('new.name')}
        description={t(isSeen ? 'new.nameHint' : 'new.nameOwn')}
        value={draft.name}
        maxLength={100}
        required
        error={problems?.fields['name']}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      {isSeen && (
        <TextInput
          label={t('new.publisher')}
          description={t('new.publisherHint')}
          value={draft.publisher ?? ''}
          maxLength={100}
          error={problems?.fields['publisher']}
          onChange={(event) => onChange({ publisher: event.currentTarget.value })}
        />
      )}
      <Textarea
        label={t('new.about')}
        description={t(isSeen ? 'new.aboutHint' : 'new.aboutOwn')}
        value={draft.description}
        maxLength={1000}
        autosize
        minRows={2}
        error={problems?.fields['description']}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
    </>
  );
}

function Fields({ draft, problems, onChange }: FieldsProperties) {
  const { t } = useTranslation('applications');
  const { isRedirected, type, callback } = describeKind(draft.kind);
  return (
    <>
      <KindPicker kind={draft.kind} onChange={(kind) => onChange({ kind })} />
      {findProfile(draft.kind, draft) !== 'fapi2' && <SafeSettings kind={draft.kind} />}
      <ProfilePicker
        kind={draft.kind}
        choice={draft}
        problem={(field) => problems?.fields[field]}
        onChange={onChange}
      />
      <NameFields draft={draft} problems={problems} onChange={onChange} />
      {isRedirected && (
        <RedirectUrisInput
          uris={draft.redirectUris}
          clientType={type}
          problem={(field) => problems?.fields[field]}
          {...(callback !== undefined && { placeholder: callback })}
          onChange={(redirectUris) => onChange({ redirectUris })}
        />
      )}
      <ScopePicker
        label={t('scopes.label')}
        hint={t(draft.kind === 'machine' ? 'new.scopesMachine' : 'new.scopesUser')}
        chosen={draft.allowedScopes}
        problem={problems?.fields['allowedScopes']}
        onChange={(allowedScopes) => onChange({ allowedScopes })}
      />
      <OrganizationSelect
        value={draft.organizationId ?? null}
        problem={problems?.fields['organizationId']}
        onChange={(organizationId) => onChange({ organizationId })}
      />
    </>
  );
}

const isComplete = (draft: Draft): boolean => {
  const { kind, name, redirectUris } = draft;
  const { isRedirected, type } = describeKind(kind);
  return (
    name.trim() !== '' &&
    isProfileComplete(kind, draft) &&
    (!isRedirected || areRedirectUrisValid(redirectUris, type))
  );
};

const register = ({ kind, name, publisher = '', ...draft }: Draft): Promise<CreatedApplication> =>
  createApplication({
    kind,
    name: name.trim(),
    ...toProfileFields(kind, draft),
    description: draft.description,
    redirectUris: describeKind(kind).isRedirected ? [...draft.redirectUris] : [],
    allowedScopes: [...draft.allowedScopes],
    ...(draft.organizationId != null && { organizationId: draft.organizationId }),
    ...(kind !== 'machine' && publisher.trim() !== '' && { publisher: publisher.trim() }),
  });

/** Registers an application with its first client, and shows the secret this once. */
export function NewApplicationPage() {
  const { t } = useTranslation('applications');
  const navigate = useNavigate();
  const guide = useFirstStepsForm();
  const [draft, setDraft, forgetDraft] = useDraft<Draft>(
    guide.isOpen ? 'first-application' : 'new-application',
    guide.isOpen ? toFirstDraft(guide.choice('scope')) : EMPTY,
  );
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);
  const [created, setCreated] = useState<CreatedApplication>();

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblems(undefined);
    try {
      const result = await register(draft);
      setCreated(result);
      forgetDraft();
      if (guide.isOpen) noteFirstClient(guide, result);
      window.scrollTo({ top: 0 });
    } catch (error) {
      setProblems(toFormProblems(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Page
      title={t('new.title')}
      description={t('new.description')}
      back={{ to: pages.applications, label: t('list.title') }}
    >
      {guide.isOpen && created === undefined && <FirstStepsNote step="application" />}
      {created === undefined ? (
        <Paper withBorder p="lg" component="form" onSubmit={(event: SubmitEvent) => void submit(event)}>
          <Stack gap="lg">
            {problems !== undefined && (
              <Alert color="red" variant="light" role="alert">
                {problems.summary}
              </Alert>
            )}
            <Fields draft={draft} problems={problems} onChange={(part) => setDraft({ ...draft, ...part })} />
            <Group justify="flex-end">
              <Button type="submit" loading={isBusy} disabled={!isComplete(draft)}>
                {t('new.submit')}
              </Button>
            </Group>
          </Stack>
        </Paper>
      ) : (
        <Registered
          created={created}
          onOpen={() =>
            void navigate(guide.isOpen ? firstSteps.guide : pages.application(created.application.id))
          }
          onAnother={() => {
            setDraft(EMPTY);
            setCreated(undefined);
          }}
        />
      )}
    </Page>
  );
}

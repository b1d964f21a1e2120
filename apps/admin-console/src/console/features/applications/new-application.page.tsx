import type { ApplicationKind, CreatedApplication } from '@gatehouse/dto';
import { Alert, Button, Group, Paper, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { Page } from '../../../components/ui/page';
import { SecretDialog } from '../../../components/ui/secret-dialog';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { pages } from '../../../lib/paths';
import { useDraft } from '../../../lib/use-draft';
import { createApplication } from './api';
import { areRedirectUrisValid, RedirectUrisInput } from './redirect-uris-input';
import { ScopePicker } from './scope-picker';
import classes from './new-application.module.css';

const KINDS: readonly { readonly kind: ApplicationKind; readonly title: string; readonly hint: string }[] = [
  { kind: 'web', title: 'Web site', hint: 'Runs on a server and can keep a secret.' },
  { kind: 'spa', title: 'Single-page app', hint: 'Runs in the browser: no secret, PKCE alone.' },
  { kind: 'native', title: 'Native app', hint: 'On a phone or desktop: no secret, PKCE alone.' },
  { kind: 'machine', title: 'Machine', hint: 'A script or service that acts for itself.' },
];

interface Draft {
  readonly kind: ApplicationKind;
  readonly name: string;
  readonly description: string;
  readonly redirectUris: readonly string[];
  readonly allowedScopes: readonly string[];
}

const EMPTY: Draft = { kind: 'web', name: '', description: '', redirectUris: [''], allowedScopes: [] };

const typeOf = (kind: ApplicationKind): 'confidential' | 'public' =>
  kind === 'web' || kind === 'machine' ? 'confidential' : 'public';

function KindPicker({
  kind,
  onChange,
}: {
  readonly kind: ApplicationKind;
  readonly onChange: (kind: ApplicationKind) => void;
}) {
  return (
    <Radio.Group
      label="What is it?"
      description="Safe settings follow from this."
      value={kind}
      onChange={onChange}
    >
      <div className={classes.kinds}>
        {KINDS.map((option) => (
          <Radio.Card key={option.kind} value={option.kind} p="md" className={classes.kind ?? ''}>
            <Group wrap="nowrap" align="flex-start">
              <Radio.Indicator />
              <div>
                <Text fw={600}>{option.title}</Text>
                <Text size="sm" c="var(--quiet-text)">
                  {option.hint}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}

/** Registers an application with its first client, and shows the secret this once. */
export function NewApplicationPage() {
  const navigate = useNavigate();
  const [draft, setDraft, forgetDraft] = useDraft<Draft>('new-application', EMPTY);
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);
  const [created, setCreated] = useState<CreatedApplication>();
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const redirects = draft.kind !== 'machine';
  const isComplete =
    draft.name.trim() !== '' && (!redirects || areRedirectUrisValid(draft.redirectUris, typeOf(draft.kind)));

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblems(undefined);
    try {
      const result = await createApplication({
        kind: draft.kind,
        name: draft.name.trim(),
        description: draft.description,
        redirectUris: redirects ? [...draft.redirectUris] : [],
        allowedScopes: [...draft.allowedScopes],
      });
      forgetDraft();
      if (result.clientSecret === undefined) await navigate(pages.application(result.application.id));
      else setCreated(result);
    } catch (error) {
      setProblems(toFormProblems(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Page
      title="Register application"
      description="It gets a client ID, and a secret where it can keep one."
      back={{ to: pages.applications, label: 'Applications' }}
    >
      <Paper withBorder p="lg" component="form" onSubmit={(event: SubmitEvent) => void submit(event)}>
        <Stack gap="lg">
          {problems !== undefined && (
            <Alert color="red" variant="light" role="alert">
              {problems.summary}
            </Alert>
          )}
          <KindPicker kind={draft.kind} onChange={(kind) => change({ kind })} />
          <TextInput
            label="Name"
            description="Users read it on the consent page."
            value={draft.name}
            maxLength={100}
            required
            error={problems?.fields['name']}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <Textarea
            label="Description"
            description="One sentence for users. May stay empty."
            value={draft.description}
            maxLength={1000}
            autosize
            minRows={2}
            error={problems?.fields['description']}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
          {redirects && (
            <RedirectUrisInput
              uris={draft.redirectUris}
              clientType={typeOf(draft.kind)}
              problems={problems?.fields ?? {}}
              onChange={(redirectUris) => change({ redirectUris })}
            />
          )}
          <ScopePicker
            label="Scopes it may ask for"
            hint="It gets what it asks for, what is allowed here, and what the user allows: never more than all three."
            chosen={draft.allowedScopes}
            problem={problems?.fields['allowedScopes']}
            onChange={(allowedScopes) => change({ allowedScopes })}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={isBusy} disabled={!isComplete}>
              Register
            </Button>
          </Group>
        </Stack>
      </Paper>
      {created?.clientSecret !== undefined && (
        <SecretDialog
          title={`${created.application.name} is registered`}
          fields={[
            { label: 'Client ID', value: created.application.clientIds[0] ?? '' },
            { label: 'Client secret', value: created.clientSecret },
          ]}
          onClose={() => void navigate(pages.application(created.application.id))}
        />
      )}
    </Page>
  );
}

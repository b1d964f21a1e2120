import type { ApiDetail, ApiInput } from '@gatehouse/dto';
import { Button, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { pages } from '../../../lib/paths';
import { createApi, deleteApi, replaceApi, useApi, useProviders } from './api';
import { NEW_ROUTE, RoutesInput } from './routes-input';
import classes from './routes-input.module.css';
import { UpstreamInput } from './upstream-input';

const NEW_API: Required<Omit<ApiInput, 'audience'>> = {
  name: '',
  description: '',
  basePath: '/',
  targets: [{ url: 'http://', weight: 1 }],
  enabled: true,
  connectTimeoutMs: 5_000,
  responseTimeoutMs: 30_000,
  providerId: null,
  policies: {},
  routes: [NEW_ROUTE],
};

interface UpstreamTokenProperties {
  readonly value: string | null;
  readonly error: string | undefined;
  readonly onChange: (providerId: string | null) => void;
}

function UpstreamTokenSelect({ value, error, onChange }: UpstreamTokenProperties) {
  const providers = useProviders();
  return (
    <Select
      label="Access token for the upstream"
      description="The gateway's own access token that the upstream gets. Callers' tokens never reach it."
      placeholder="None"
      data={providers.data ?? []}
      value={value}
      clearable
      searchable
      error={error}
      onChange={onChange}
    />
  );
}

interface FormProperties {
  readonly initial: ApiInput;
  readonly submitLabel: string;
  readonly onSubmit: (input: ApiInput) => Promise<void>;
}

function ApiForm({ initial, submitLabel, onSubmit }: FormProperties) {
  const [value, setValue] = useState<ApiInput>(initial);
  const change = (part: Partial<ApiInput>): void => setValue({ ...value, ...part });

  return (
    <SubmitForm submitLabel={submitLabel} onSubmit={() => onSubmit(value)}>
      {(problem) => (
        <>
          <Section title="The service">
            <Stack>
              <div className={classes.route}>
                <TextInput
                  label="Name"
                  description="For operators and client developers."
                  required
                  maxLength={100}
                  value={value.name}
                  error={problem('name')}
                  onChange={(event) => change({ name: event.currentTarget.value })}
                />
                <TextInput
                  label="Base path"
                  description="Where callers find it at the gateway."
                  required
                  value={value.basePath}
                  error={problem('basePath')}
                  spellCheck={false}
                  onChange={(event) => change({ basePath: event.currentTarget.value.trim() })}
                />
              </div>
              <Textarea
                label="Description"
                maxLength={2000}
                autosize
                minRows={2}
                value={value.description ?? ''}
                onChange={(event) => change({ description: event.currentTarget.value })}
              />
              <Switch
                label="Published"
                checked={value.enabled ?? true}
                onChange={(event) => change({ enabled: event.currentTarget.checked })}
              />
              <Switch
                label="In the catalogue"
                description="Anybody can read its name, description, operations and scopes there."
                checked={value.policies?.isListed ?? false}
                onChange={(event) =>
                  change({ policies: { ...value.policies, isListed: event.currentTarget.checked } })
                }
              />
            </Stack>
          </Section>
          <Section title="The upstream" hint="How the gateway reaches the service behind it.">
            <Stack>
              <UpstreamInput value={value} problem={problem} onChange={change} />
              <UpstreamTokenSelect
                value={value.providerId ?? null}
                error={problem('providerId')}
                onChange={(providerId) => change({ providerId })}
              />
            </Stack>
          </Section>
          <Section
            title="Routes"
            hint="In order: the first that matches decides. What no route matches is not found."
          >
            <RoutesInput routes={value.routes} problem={problem} onChange={(routes) => change({ routes })} />
          </Section>
        </>
      )}
    </SubmitForm>
  );
}

const BACK = { to: pages.apis, label: 'APIs' };

/** Publishes an API. */
export function NewApiPage() {
  const navigate = useNavigate();
  return (
    <Page title="Publish API" description="In force on every node as soon as it is saved." back={BACK}>
      <ApiForm
        initial={NEW_API}
        submitLabel="Publish"
        onSubmit={async (input) => {
          await createApi(input);
          await navigate(pages.apis);
        }}
      />
    </Page>
  );
}

const toInput = ({
  name,
  description,
  basePath,
  targets,
  audience,
  enabled,
  connectTimeoutMs,
  responseTimeoutMs,
  providerId,
  policies,
  routes,
}: ApiDetail): ApiInput => ({
  name,
  description,
  basePath,
  targets: [...targets],
  audience,
  enabled,
  connectTimeoutMs,
  responseTimeoutMs,
  providerId,
  policies,
  routes: routes.map(({ id: _id, ...route }) => ({
    ...route,
    methods: [...route.methods],
    scopes: [...route.scopes],
  })),
});

function DeleteApi({ api }: { readonly api: ApiDetail }) {
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="light" color="red" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Stop publishing ${api.name}?`}
          confirmLabel="Delete"
          typeToConfirm={api.name}
          onConfirm={async () => {
            await deleteApi(api.id);
            await navigate(pages.apis);
          }}
          onClose={() => setAsking(false)}
        >
          Calls to {api.basePath} are not found from now on. The service itself is not touched.
        </ConfirmDialog>
      )}
    </>
  );
}

/** Changes or deletes a published API. */
export function EditApiPage() {
  const { id = '' } = useParams();
  const result = useApi(id);
  return (
    <LoadedPage result={result} title="API" back={BACK}>
      {(api) => (
        <Page
          title={api.name}
          description={`Audience of its access tokens: ${api.audience}`}
          back={BACK}
          actions={<DeleteApi api={api} />}
        >
          <ApiForm
            key={api.version}
            initial={toInput(api)}
            submitLabel="Save"
            onSubmit={async (input) => {
              await replaceApi(id, { ...input, version: api.version });
              notifications.show({ message: 'Saved, and in force' });
            }}
          />
        </Page>
      )}
    </LoadedPage>
  );
}

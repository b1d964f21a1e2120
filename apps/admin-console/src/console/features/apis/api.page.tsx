import type { ApiDetail, ApiInput } from '@gatehouse/dto';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page } from '../../../components/ui/page';
import { announceReceipt } from '../../../components/ui/receipt';
import { pages } from '../../../lib/paths';
import { createApi, deleteApi, replaceApi, useApi } from './api';
import { ApiForm } from './api-form';
import { ExportLink, FileNotice } from './file-notice';
import { NEW_ROUTE } from './routes-input';

const NEW_API: Required<Omit<ApiInput, 'audience'>> = {
  name: '',
  description: '',
  hosts: [],
  basePath: '/',
  targets: [{ url: 'http://', weight: 1 }],
  enabled: true,
  connectTimeoutMs: 5_000,
  responseTimeoutMs: 30_000,
  providerId: null,
  tls: null,
  policies: {},
  callers: { access: 'everyone', applicationIds: [], resourceServerIds: [] },
  routes: [NEW_ROUTE],
};

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
  hosts,
  basePath,
  targets,
  audience,
  enabled,
  connectTimeoutMs,
  responseTimeoutMs,
  providerId,
  tls,
  policies,
  callers,
  routes,
}: ApiDetail): ApiInput => ({
  name,
  description,
  hosts: [...hosts],
  basePath,
  targets: [...targets],
  audience,
  enabled,
  connectTimeoutMs,
  responseTimeoutMs,
  providerId,
  tls: tls && {
    caCertificates: tls.caCertificates,
    clientCertificate: tls.clientCertificate,
    serverName: tls.serverName,
  },
  policies: {
    ...policies,
    cors: policies.cors && {
      ...policies.cors,
      origins: [...policies.cors.origins],
      exposedHeaders: [...policies.cors.exposedHeaders],
    },
  },
  callers: {
    access: callers.access,
    applicationIds: [...callers.applicationIds],
    resourceServerIds: [...callers.resourceServerIds],
    outsideIssuerIds: [...callers.outsideIssuerIds],
  },
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

/** Whether somebody could call it before and cannot now: those want to know since when. */
function hasShutOut(before: ApiDetail, after: ApiDetail): boolean {
  if (before.enabled && !after.enabled) return true;
  if (after.callers.access === 'everyone') return false;
  if (before.callers.access === 'everyone') return true;
  const listed = new Set(after.callers.applicationIds);
  return before.callers.applicationIds.some((applicationId) => !listed.has(applicationId));
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
          actions={
            <>
              <ExportLink api={api} />
              {api.management !== 'file' && (
                <>
                  <Button component={Link} to={pages.apiDocument(id)} variant="default">
                    Update from OpenAPI
                  </Button>
                  <DeleteApi api={api} />
                </>
              )}
            </>
          }
        >
          <FileNotice api={api} />
          <ApiForm
            key={`${api.version} ${api.management}`}
            initial={toInput(api)}
            stored={api}
            submitLabel="Save"
            onSubmit={async (input) => {
              const saved = await replaceApi(id, { ...input, version: api.version });
              if (hasShutOut(api, saved)) announceReceipt('Saved', { kind: 'api', subjectId: id });
              else notifications.show({ message: 'Saved, and in force' });
            }}
          />
        </Page>
      )}
    </LoadedPage>
  );
}

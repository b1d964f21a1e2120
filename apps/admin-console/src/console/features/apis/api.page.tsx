import type { ApiDetail, ApiInput, RequiredDetailInput } from '@gatehouse/dto';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconActivity, IconUsersGroup } from '@tabler/icons-react';
import { type ComponentType, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { EffectsDialog } from '../../../components/ui/effects';
import { FirstStepsNote } from '../../../components/ui/first-steps-note';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page } from '../../../components/ui/page';
import { announceReceipt } from '../../../components/ui/receipt';
import { useFirstStepsForm } from '../../../lib/first-steps';
import { firstSteps, pages, trafficOf } from '../../../lib/paths';
import { createApi, deleteApi, reloadApi, replaceApi, useApi } from './api';
import { ApiForm, type ApiSource } from './api-form';
import { ExportLink, FileNotice } from './file-notice';
import { toFirstApi } from './first-api';
import { NEW_ROUTE } from './routes-input';
import { UpstreamHealth } from './upstream-health';
import { ForOperators } from '../../../components/ui/role';

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

const useBack = () => {
  const { t } = useTranslation('apis');
  return { to: pages.apis, label: t('list.title') };
};

/** Publishes an API. */
export function NewApiPage() {
  const { t } = useTranslation('apis');
  const navigate = useNavigate();
  const guide = useFirstStepsForm();
  const back = useBack();
  const initial = guide.isOpen ? toFirstApi(NEW_API, guide.choice('basePath') ?? '/hello') : NEW_API;
  const source = { initial };
  return (
    <Page title={t('new.title')} description={t('new.hint')} back={back}>
      {guide.isOpen && <FirstStepsNote step="api" />}
      <ApiForm
        source={source}
        reload={() => Promise.resolve(source)}
        submitLabel={t('new.publish')}
        onSubmit={async (input) => {
          const { id } = await createApi(input);
          if (guide.isOpen) guide.note({ apiId: id });
          await navigate(guide.isOpen ? firstSteps.guide : pages.apis);
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
    requiredDetail: copyDetail(route.requiredDetail),
  })),
});

const copyDetail = (detail: ApiDetail['routes'][number]['requiredDetail']): RequiredDetailInput | null =>
  detail && {
    ...detail,
    actions: [...detail.actions],
    locations: [...detail.locations],
    datatypes: [...detail.datatypes],
    conditions: detail.conditions.map((condition) => ({ ...condition })),
  };

const toSource = (stored: ApiDetail): ApiSource => ({ initial: toInput(stored), stored });

function DeleteApi({ api }: { readonly api: ApiDetail }) {
  const { t } = useTranslation('apis');
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <ForOperators>
        <Button variant="light" color="red" onClick={() => setAsking(true)}>
          {t('api.delete.action')}
        </Button>
      </ForOperators>
      {isAsking && (
        <EffectsDialog
          subject="api"
          id={api.id}
          title={t('api.delete.title', { name: api.name })}
          confirmLabel={t('api.delete.action')}
          typeToConfirm={api.name}
          onConfirm={async () => {
            await deleteApi(api.id);
            announceReceipt(t('api.delete.done'), { kind: 'api', subjectId: api.id });
            await navigate(pages.apis);
          }}
          onClose={() => setAsking(false)}
        >
          {t('api.delete.hint', { path: api.basePath })}
        </EffectsDialog>
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

function PageLink({
  to,
  icon: Icon,
  children,
}: {
  readonly to: string;
  readonly icon: ComponentType<{ size?: number }>;
  readonly children: ReactNode;
}) {
  return (
    <Button component={Link} to={to} variant="default" leftSection={<Icon size={18} aria-hidden />}>
      {children}
    </Button>
  );
}

/** Changes or deletes a published API. */
export function EditApiPage() {
  const { t } = useTranslation('apis');
  const { id = '' } = useParams();
  const result = useApi(id);
  const back = useBack();
  return (
    <LoadedPage result={result} title={t('api.title')} back={back}>
      {(api) => (
        <Page
          title={api.name}
          description={t('api.audience', { audience: api.audience })}
          back={back}
          actions={
            <>
              <PageLink to={pages.apiCallers(id)} icon={IconUsersGroup}>
                {t('whoCan.link')}
              </PageLink>
              <PageLink to={trafficOf({ apiId: id })} icon={IconActivity}>
                {t('api.traffic')}
              </PageLink>
              <ChangesLink type="api" id={id} />
              <ExportLink api={api} />
              {api.management !== 'file' && (
                <>
                  <ForOperators>
                    <Button component={Link} to={pages.apiDocument(id)} variant="default">
                      {t('update.title')}
                    </Button>
                  </ForOperators>
                  <DeleteApi api={api} />
                </>
              )}
            </>
          }
        >
          <FileNotice api={api} />
          <UpstreamHealth apiId={id} />
          <ApiForm
            key={api.management}
            source={toSource(api)}
            reload={async () => toSource(await reloadApi(id))}
            submitLabel={t('api.save')}
            onSubmit={async (input, stored = api) => {
              const saved = await replaceApi(id, { ...input, version: stored.version });
              if (hasShutOut(stored, saved)) announceReceipt(t('api.saved'), { kind: 'api', subjectId: id });
              else notifications.show({ message: t('api.savedNow') });
            }}
          />
        </Page>
      )}
    </LoadedPage>
  );
}

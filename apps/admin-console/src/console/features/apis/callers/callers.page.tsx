import type { ApiCaller, ApiCallersOverview, ApiDetail, RouteDetail } from '@gatehouse/dto';
import { Alert, List, Select } from '@mantine/core';
import { IconInfoCircle, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { LoadedPage } from '../../../../components/ui/loaded-page';
import { Page } from '../../../../components/ui/page';
import { ServerList } from '../../../../components/ui/server-list';
import { EmptyState } from '../../../../components/ui/states';
import { callApi } from '../../../../lib/api-client';
import { formatNumber } from '../../../../lib/format';
import { endpoints, pages } from '../../../../lib/paths';
import { useApi } from '../api';
import { CallerRow } from './caller-row';

const useOverview = (id: string) =>
  useQuery({
    queryKey: ['api-callers', id],
    queryFn: () => callApi<ApiCallersOverview>('GET', endpoints.apiCallersOverview(id)),
  });

/** What is so whoever asks. */
function Overview({ id }: { readonly id: string }) {
  const { t } = useTranslation('apis');
  const { data } = useOverview(id);
  if (data === undefined) return null;
  const { enabled, publicRoutes, unregistered } = data;
  if (!enabled) {
    return (
      <Alert variant="light" color="yellow" icon={<IconInfoCircle size={20} aria-hidden />}>
        {t('whoCan.off')}
      </Alert>
    );
  }
  if (publicRoutes === 0 && unregistered.length === 0) return null;
  return (
    <Alert variant="light" icon={<IconInfoCircle size={20} aria-hidden />}>
      <List size="sm" listStyleType="none">
        {publicRoutes > 0 && (
          <List.Item>
            {t('whoCan.public', { count: publicRoutes, number: formatNumber(publicRoutes) })}
          </List.Item>
        )}
        {unregistered.map(({ issuerId, name, openRoutes }) => (
          <List.Item key={issuerId}>
            {t('whoCan.unregistered', { name, count: openRoutes, number: formatNumber(openRoutes) })}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** Which route is asked about, in the address; undefined: every one. What is gone by now counts for nothing. */
function useRoute({ routes }: ApiDetail) {
  const [address, setAddress] = useSearchParams();
  const id = address.get('route');
  const choose = (next: string | null): void =>
    setAddress((before) => {
      const after = new URLSearchParams(before);
      after.delete('page');
      if (next === null) after.delete('route');
      else after.set('route', next);
      return after;
    });
  return { route: routes.find((one) => one.id === id), choose };
}

function RouteSelect({
  routes,
  value,
  onChange,
}: {
  readonly routes: readonly RouteDetail[];
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}) {
  const { t } = useTranslation('apis');
  return (
    <Select
      label={t('whoCan.route')}
      placeholder={t('whoCan.anyRoute')}
      data={routes.map(({ id, methods, path }) => ({
        value: id,
        label: `${methods.length === 0 ? t('whoCan.anyMethod') : methods.join(', ')} ${path}`,
      }))}
      value={value}
      onChange={onChange}
      clearable
      clearButtonProps={{ 'aria-label': t('whoCan.anyRoute') }}
      searchable
      limit={200}
      nothingFoundMessage={t('whoCan.noRoute')}
      maw={480}
    />
  );
}

function Callers({ api }: { readonly api: ApiDetail }) {
  const { t } = useTranslation('apis');
  const { route, choose } = useRoute(api);
  const routes = api.routes.filter(({ access }) => access !== 'public').length;
  const asked = route === undefined ? routes : 1;
  return (
    <>
      <Overview id={api.id} />
      <RouteSelect routes={api.routes} value={route?.id ?? null} onChange={choose} />
      <ServerList<ApiCaller>
        noun="applications"
        queryKey={`api-callers ${api.id} ${route?.id ?? ''}`}
        endpoint={(parameters) =>
          endpoints.apiCallers(api.id, { ...parameters, ...(route && { route: route.id }) })
        }
        filters={[
          {
            name: 'state',
            label: t('whoCan.filter'),
            options: (['can', 'cannot', 'called'] as const).map((value) => ({
              value,
              label: t(`whoCan.states.${value}`),
            })),
          },
        ]}
        columns={[
          { label: t('whoCan.columns.application'), sort: 'name' },
          t('whoCan.columns.can'),
          t('whoCan.columns.how'),
          { label: t('whoCan.columns.lastCall'), sort: 'lastCall', first: 'descending' },
        ]}
        renderRow={(caller) => <CallerRow key={caller.applicationId} caller={caller} routes={asked} />}
        empty={
          <EmptyState icon={IconUsersGroup} title={t('whoCan.empty.title')}>
            {t('whoCan.empty.hint')}
          </EmptyState>
        }
      />
    </>
  );
}

/** Who can call an API and each of its routes, and why others cannot. */
export function ApiCallersPage() {
  const { t } = useTranslation('apis');
  const { id = '' } = useParams();
  const result = useApi(id);
  const name = result.data?.name ?? t('api.title');
  const back = { to: pages.api(id), label: name };
  return (
    <LoadedPage result={result} title={t('whoCan.link')} back={back}>
      {(api) => (
        <Page title={t('whoCan.title', { name: api.name })} description={t('whoCan.hint')} back={back}>
          <Callers api={api} />
        </Page>
      )}
    </LoadedPage>
  );
}

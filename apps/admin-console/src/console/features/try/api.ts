import type {
  Addresses,
  ApplicationApi,
  ApplicationDetail,
  ApplicationSummary,
  CallableApi,
  ClientDetail,
  CreatedSecret,
  Page,
  TrialAnswer,
} from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';
import type { ShownRequest } from './flows/setting';

export const useAddresses = () =>
  useQuery({
    queryKey: ['addresses'],
    queryFn: () => callApi<Addresses>('GET', endpoints.addresses),
    staleTime: Infinity,
  });

/** The application of a client; null: there is no such client. */
async function findApplication(clientId: string): Promise<ApplicationDetail | null> {
  const found = await callApi<Page<ApplicationSummary>>(
    'GET',
    endpoints.applications({ search: clientId, pageSize: 50 }),
  );
  const summary = found.items.find(({ clientIds }) => clientIds.includes(clientId));
  return summary === undefined ? null : callApi<ApplicationDetail>('GET', endpoints.application(summary.id));
}

export const useApplicationOf = (clientId: string) =>
  useQuery({ queryKey: ['trial', 'application', clientId], queryFn: () => findApplication(clientId) });

export const useApplication = (id: string | null) =>
  useQuery({
    queryKey: ['application', id],
    queryFn: () => callApi<ApplicationDetail>('GET', endpoints.application(id ?? '')),
    enabled: id !== null,
  });

export const useApis = (applicationId: string) =>
  useQuery({
    queryKey: ['application', applicationId, 'apis'],
    queryFn: () => callApi<readonly ApplicationApi[]>('GET', endpoints.applicationApis(applicationId)),
  });

export const useApi = (applicationId: string, id: string | undefined) =>
  useQuery({
    queryKey: ['application', applicationId, 'apis', id],
    queryFn: () => callApi<CallableApi>('GET', endpoints.applicationApi(applicationId, id ?? '')),
    enabled: id !== undefined,
  });

/** What the server is told to send. A form is written by the rules of HTML, as clients do. */
export function runRequest(
  applicationId: string,
  { method, url, headers, form, text }: ShownRequest,
): Promise<TrialAnswer> {
  const body =
    form === undefined
      ? text
      : new URLSearchParams(form.map(({ name, value }): [string, string] => [name, value])).toString();
  return callApi<TrialAnswer>('POST', endpoints.trials, {
    applicationId,
    method,
    url,
    headers: headers.map(({ name, value }) => ({ name, value })),
    ...(body !== undefined && { body }),
  });
}

const refreshOf = async (applicationId: string): Promise<void> => {
  await queryClient.invalidateQueries({ queryKey: ['trial', 'application'] });
  await queryClient.invalidateQueries({ queryKey: ['application', applicationId] });
};

/** Where browsers may be sent back to. */
export async function replaceRedirectUris(
  applicationId: string,
  { clientId, version }: ClientDetail,
  redirectUris: readonly string[],
): Promise<void> {
  await callApi('PATCH', endpoints.client(applicationId, clientId), { version, redirectUris });
  await refreshOf(applicationId);
}

const TEN_MINUTES = 600;

/** A secret beside those that there are; it ends by itself. */
export async function makeTemporarySecret(applicationId: string, clientId: string): Promise<CreatedSecret> {
  const created = await callApi<CreatedSecret>('POST', endpoints.secrets(applicationId, clientId), {
    temporarySeconds: TEN_MINUTES,
  });
  await refreshOf(applicationId);
  return created;
}

export async function endSecret(applicationId: string, clientId: string, secretId: string): Promise<void> {
  await callApi('DELETE', endpoints.secret(applicationId, clientId, secretId));
  await refreshOf(applicationId);
}

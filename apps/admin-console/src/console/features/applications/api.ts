import type {
  ApplicationDetail,
  ClientDetail,
  CreateApplication,
  CreateClient,
  CreatedApplication,
  CreatedClientKey,
  CreatedSecret,
  ScopeDetail,
  UpdateApplication,
  UpdateClient,
} from '@gatehouse/dto';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ListPage } from '../../../components/ui/server-list';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const useApplication = (id: string) =>
  useQuery({
    queryKey: ['application', id],
    queryFn: () => callApi<ApplicationDetail>('GET', endpoints.application(id)),
  });

const listScopes = (parameters: Parameters<typeof endpoints.scopes>[0]) =>
  callApi<ListPage<ScopeDetail>>('GET', endpoints.scopes({ isBuiltIn: false, ...parameters }));

/** The first scopes of those that operators define and the search finds: what an application can be allowed. */
export const useScopes = (search: string) =>
  useQuery({
    queryKey: ['scopes', 'to-allow', search],
    queryFn: () => listScopes({ search, pageSize: 100 }),
    placeholderData: keepPreviousData,
  });

/** What is known of these scopes. */
export const useNamedScopes = (names: readonly string[]) =>
  useQuery({
    queryKey: ['scopes', 'named', names.join(' ')],
    queryFn: () => listScopes({ names: names.join(' '), pageSize: 200 }),
    placeholderData: keepPreviousData,
    enabled: names.length > 0,
  });

/** What is stored by now. */
export const reloadApplication = async (id: string): Promise<ApplicationDetail> =>
  remember(await callApi('GET', endpoints.application(id)));

/** @throws Error when it is gone by now */
export async function reloadClient(id: string, clientId: string): Promise<ClientDetail> {
  const { clients } = await reloadApplication(id);
  const client = clients.find((one) => one.clientId === clientId);
  if (client === undefined) throw new Error('the client is gone');
  return client;
}

/** What a change makes stale. */
const forget = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['applications'] });

function remember(application: ApplicationDetail): ApplicationDetail {
  queryClient.setQueryData(['application', application.id], application);
  void forget();
  return application;
}

export async function createApplication(input: CreateApplication): Promise<CreatedApplication> {
  const created = await callApi<CreatedApplication>('POST', endpoints.applications(), input);
  remember(created.application);
  return created;
}

export const updateApplication = async (id: string, change: UpdateApplication): Promise<ApplicationDetail> =>
  remember(await callApi('PATCH', endpoints.application(id), change));

export const replaceLogo = async (id: string, version: number, logo: string): Promise<ApplicationDetail> =>
  remember(await callApi('PUT', endpoints.applicationLogo(id), { version, logo }));

export async function deleteLogo(id: string): Promise<void> {
  await callApi('DELETE', endpoints.applicationLogo(id));
  await queryClient.invalidateQueries({ queryKey: ['application', id] });
  await forget();
}

export async function deleteApplication(id: string): Promise<void> {
  await callApi('DELETE', endpoints.application(id));
  queryClient.removeQueries({ queryKey: ['application', id] });
  await forget();
}

export const updateClient = async (
  id: string,
  clientId: string,
  change: UpdateClient,
): Promise<ApplicationDetail> => remember(await callApi('PATCH', endpoints.client(id, clientId), change));

/** One more client of an application; its secret is answered this once. */
export async function createClient(id: string, input: CreateClient): Promise<CreatedApplication> {
  const created = await callApi<CreatedApplication>('POST', endpoints.clients(id), input);
  remember(created.application);
  return created;
}

export async function deleteClient(id: string, clientId: string): Promise<void> {
  await callApi('DELETE', endpoints.client(id, clientId));
  await queryClient.invalidateQueries({ queryKey: ['application', id] });
}

export async function rotateSecret(
  id: string,
  clientId: string,
  overlapSeconds: number,
): Promise<CreatedSecret> {
  const created = await callApi<CreatedSecret>('POST', endpoints.secrets(id, clientId), { overlapSeconds });
  await queryClient.invalidateQueries({ queryKey: ['application', id] });
  return created;
}

export async function deleteSecret(id: string, clientId: string, secretId: string): Promise<void> {
  await callApi('DELETE', endpoints.secret(id, clientId, secretId));
  await queryClient.invalidateQueries({ queryKey: ['application', id] });
}

/** Makes a key pair: its public key is registered, its private key is answered this once. */
export async function createClientKey(id: string, clientId: string): Promise<CreatedClientKey> {
  const created = await callApi<CreatedClientKey>('POST', endpoints.clientKeys(id, clientId), {});
  await queryClient.invalidateQueries({ queryKey: ['application', id] });
  return created;
}

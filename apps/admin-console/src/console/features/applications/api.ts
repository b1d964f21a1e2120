import type {
  ApplicationDetail,
  CreateApplication,
  CreatedApplication,
  CreatedClientKey,
  CreatedSecret,
  ScopeDetail,
  UpdateApplication,
  UpdateClient,
} from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const useApplication = (id: string) =>
  useQuery({
    queryKey: ['application', id],
    queryFn: () => callApi<ApplicationDetail>('GET', endpoints.application(id)),
  });

/** Scopes that an application can be allowed: those that operators define. */
export const useScopes = () =>
  useQuery({
    queryKey: ['scopes'],
    queryFn: () => callApi<{ readonly items: readonly ScopeDetail[] }>('GET', endpoints.scopes),
    select: ({ items }) => items.filter(({ builtIn }) => !builtIn),
  });

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

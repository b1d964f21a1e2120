import type {
  IdentityProviderDetail,
  IdentityProviderInput,
  IssuerCheck,
  UpdateIdentityProvider,
} from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const useIdentityProvider = (id: string) =>
  useQuery({
    queryKey: ['identity-provider', id],
    queryFn: () => callApi<IdentityProviderDetail>('GET', endpoints.identityProvider(id)),
  });

export const forgetList = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['identity-providers'] });

export async function createIdentityProvider(input: IdentityProviderInput): Promise<IdentityProviderDetail> {
  const created = await callApi<IdentityProviderDetail>('POST', endpoints.identityProviders(), input);
  await forgetList();
  return created;
}

/** What is stored by now. */
export async function reloadIdentityProvider(id: string): Promise<IdentityProviderDetail> {
  const provider = await callApi<IdentityProviderDetail>('GET', endpoints.identityProvider(id));
  queryClient.setQueryData(['identity-provider', id], provider);
  return provider;
}

export async function replaceIdentityProvider(id: string, input: UpdateIdentityProvider): Promise<void> {
  const saved = await callApi<IdentityProviderDetail>('PUT', endpoints.identityProvider(id), input);
  queryClient.setQueryData(['identity-provider', id], saved);
  await forgetList();
}

export async function deleteIdentityProvider(id: string): Promise<void> {
  await callApi('DELETE', endpoints.identityProvider(id));
  queryClient.removeQueries({ queryKey: ['identity-provider', id] });
  await forgetList();
}

export const checkIssuer = (issuer: string): Promise<IssuerCheck> =>
  callApi('POST', endpoints.issuerChecks, { issuer });

import type {
  ApplicationSummary,
  KeySetCheck,
  TrustedIssuerDetail,
  TrustedIssuerInput,
  UpdateTrustedIssuer,
} from '@gatehouse/dto';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

interface Items<T> {
  readonly items: readonly T[];
}

const MANY = 200;

export const useTrustedIssuer = (id: string) =>
  useQuery({
    queryKey: ['trusted-issuer', id],
    queryFn: () => callApi<TrustedIssuerDetail>('GET', endpoints.trustedIssuer(id)),
  });

/** Clients that can be picked, by what is typed. */
export const useClients = (search: string) =>
  useQuery({
    queryKey: ['applications', { search, pick: true }],
    queryFn: () =>
      callApi<Items<ApplicationSummary>>('GET', endpoints.applications({ search, pageSize: MANY })),
    select: ({ items }) =>
      items
        .filter(({ builtIn }) => !builtIn)
        .flatMap(({ name, clientIds }) => clientIds.map((id) => ({ value: id, label: `${name} (${id})` }))),
    placeholderData: keepPreviousData,
  });

const forget = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['trusted-issuers'] });

export async function createTrustedIssuer(input: TrustedIssuerInput): Promise<TrustedIssuerDetail> {
  const created = await callApi<TrustedIssuerDetail>('POST', endpoints.trustedIssuers(), input);
  await forget();
  return created;
}

/** What is stored by now. */
export async function reloadTrustedIssuer(id: string): Promise<TrustedIssuerDetail> {
  const issuer = await callApi<TrustedIssuerDetail>('GET', endpoints.trustedIssuer(id));
  queryClient.setQueryData(['trusted-issuer', id], issuer);
  return issuer;
}

export async function replaceTrustedIssuer(id: string, input: UpdateTrustedIssuer): Promise<void> {
  const saved = await callApi<TrustedIssuerDetail>('PUT', endpoints.trustedIssuer(id), input);
  queryClient.setQueryData(['trusted-issuer', id], saved);
  await forget();
}

export async function deleteTrustedIssuer(id: string): Promise<void> {
  await callApi('DELETE', endpoints.trustedIssuer(id));
  queryClient.removeQueries({ queryKey: ['trusted-issuer', id] });
  await forget();
}

export const checkKeySet = (jwksUri: string): Promise<KeySetCheck> =>
  callApi('POST', endpoints.keySetChecks, { jwksUri });

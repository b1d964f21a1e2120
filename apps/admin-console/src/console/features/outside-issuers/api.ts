import type {
  CheckOutsideIssuer,
  OutsideIssuerCheck,
  OutsideIssuerDetail,
  OutsideIssuerInput,
  UpdateOutsideIssuer,
} from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const useOutsideIssuer = (id: string) =>
  useQuery({
    queryKey: ['outside-issuer', id],
    queryFn: () => callApi<OutsideIssuerDetail>('GET', endpoints.outsideIssuer(id)),
  });

const forget = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['outside-issuers'] });

export async function createOutsideIssuer(input: OutsideIssuerInput): Promise<OutsideIssuerDetail> {
  const created = await callApi<OutsideIssuerDetail>('POST', endpoints.outsideIssuers(), input);
  await forget();
  return created;
}

/** What is stored by now. */
export async function reloadOutsideIssuer(id: string): Promise<OutsideIssuerDetail> {
  const issuer = await callApi<OutsideIssuerDetail>('GET', endpoints.outsideIssuer(id));
  queryClient.setQueryData(['outside-issuer', id], issuer);
  return issuer;
}

export async function replaceOutsideIssuer(id: string, input: UpdateOutsideIssuer): Promise<void> {
  const saved = await callApi<OutsideIssuerDetail>('PUT', endpoints.outsideIssuer(id), input);
  queryClient.setQueryData(['outside-issuer', id], saved);
  await forget();
}

export async function deleteOutsideIssuer(id: string): Promise<void> {
  await callApi('DELETE', endpoints.outsideIssuer(id));
  queryClient.removeQueries({ queryKey: ['outside-issuer', id] });
  await forget();
}

/** What an issuer says of itself, and its keys. */
export const checkOutsideIssuer = (input: CheckOutsideIssuer): Promise<OutsideIssuerCheck> =>
  callApi('POST', endpoints.outsideIssuerChecks, input);

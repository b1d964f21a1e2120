import type {
  CreatedRegistrationPolicy,
  RegistrationPolicyDetail,
  RegistrationPolicyInput,
  UpdateRegistrationPolicy,
} from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const usePolicies = () =>
  useQuery({
    queryKey: ['registration-policies'],
    queryFn: () => callApi<readonly RegistrationPolicyDetail[]>('GET', endpoints.registrationPolicies),
  });

export const usePolicy = (id: string) =>
  useQuery({
    queryKey: ['registration-policy', id],
    queryFn: () => callApi<RegistrationPolicyDetail>('GET', endpoints.registrationPolicy(id)),
  });

const forget = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['registration-policies'] });

export async function createPolicy(input: RegistrationPolicyInput): Promise<CreatedRegistrationPolicy> {
  const created = await callApi<CreatedRegistrationPolicy>('POST', endpoints.registrationPolicies, input);
  await forget();
  return created;
}

/** What is stored by now. */
export async function reloadPolicy(id: string): Promise<RegistrationPolicyDetail> {
  const policy = await callApi<RegistrationPolicyDetail>('GET', endpoints.registrationPolicy(id));
  queryClient.setQueryData(['registration-policy', id], policy);
  return policy;
}

export async function replacePolicy(id: string, input: UpdateRegistrationPolicy): Promise<void> {
  const saved = await callApi<RegistrationPolicyDetail>('PUT', endpoints.registrationPolicy(id), input);
  queryClient.setQueryData(['registration-policy', id], saved);
  await forget();
}

export async function deletePolicy(id: string): Promise<void> {
  await callApi('DELETE', endpoints.registrationPolicy(id));
  queryClient.removeQueries({ queryKey: ['registration-policy', id] });
  // Gone at once from the list that comes next, before it is read anew.
  queryClient.setQueryData<readonly RegistrationPolicyDetail[]>(['registration-policies'], (policies) =>
    policies?.filter((policy) => policy.id !== id),
  );
  await forget();
}

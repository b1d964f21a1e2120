import type {
  CreateOrganization,
  OrganizationDetail,
  SetOrganizationMember,
  UpdateOrganization,
} from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const ROLES = ['viewer', 'manager'] as const;

export const useOrganization = (id: string) =>
  useQuery({
    queryKey: ['organizations', id],
    queryFn: () => callApi<OrganizationDetail>('GET', endpoints.organization(id)),
    refetchOnMount: 'always',
  });

/** What is stored by now. */
export async function reloadOrganization(id: string): Promise<OrganizationDetail> {
  const organization = await callApi<OrganizationDetail>('GET', endpoints.organization(id));
  queryClient.setQueryData(['organizations', id], organization);
  return organization;
}

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['organizations'] });

export async function createOrganization(input: CreateOrganization): Promise<OrganizationDetail> {
  const created = await callApi<OrganizationDetail>('POST', endpoints.organizations(), input);
  await refresh();
  return created;
}

export async function updateOrganization(id: string, change: UpdateOrganization): Promise<void> {
  await callApi('PATCH', endpoints.organization(id), change);
  await refresh();
}

export async function deleteOrganization(id: string): Promise<void> {
  await callApi('DELETE', endpoints.organization(id));
  queryClient.removeQueries({ queryKey: ['organizations', id] });
  await refresh();
}

export const membersKey = (id: string): string => `organizations ${id} members`;

async function refreshMembers(id: string): Promise<void> {
  await Promise.all([refresh(), queryClient.invalidateQueries({ queryKey: [membersKey(id)] })]);
}

export async function setMember(id: string, member: SetOrganizationMember): Promise<void> {
  await callApi('POST', endpoints.organizationMembers(id), member);
  await refreshMembers(id);
}

export async function removeMember(id: string, userId: string): Promise<void> {
  await callApi('DELETE', endpoints.organizationMember(id, userId));
  await refreshMembers(id);
}

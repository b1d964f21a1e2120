import type { OperatorRole } from '@gatehouse/scopes';
import type { InviteUser, UpdateUser } from '@gatehouse/dto';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

/** From the least to the most. */
export const ROLES = ['member', 'viewer', 'operator', 'admin'] as const satisfies readonly OperatorRole[];

const refresh = async (): Promise<void> => {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['team'] }),
    queryClient.invalidateQueries({ queryKey: ['users'] }),
  ]);
};

export async function invite(input: InviteUser): Promise<void> {
  await callApi('POST', endpoints.users(), { ...input, invite: true });
  await refresh();
}

/** Null: no access to the console any more. */
export async function changeRole(id: string, version: number, role: OperatorRole | null): Promise<void> {
  const change: UpdateUser = { version, operatorRole: role };
  await callApi('PATCH', endpoints.user(id), change);
  await refresh();
}

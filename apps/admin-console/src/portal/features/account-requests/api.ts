import type { BlockedApplication, WaitingRequest, WaitingRequests } from '@gatehouse/dto';
import { callApi, setCsrfToken } from '../../../lib/api-client';
import { accountRequests } from '../../../lib/portal-paths';

export type { BlockedApplication, WaitingRequest, WaitingRequests };

/** @throws ApiError 401 when nobody is signed in */
export async function getWaiting(): Promise<WaitingRequests> {
  const waiting = await callApi<WaitingRequests>('GET', accountRequests.list);
  setCsrfToken(waiting.csrfToken);
  return waiting;
}

/** @returns the page that asks */
export const openRequest = (id: string): Promise<{ location: string }> =>
  callApi('POST', accountRequests.answer(id), {});

export const unblock = (id: string): Promise<unknown> => callApi('DELETE', accountRequests.blocked(id));

import type { OwnClaims, OwnProfile, UpdateOwnProfile } from '@gatehouse/dto';
import { callApi, setCsrfToken } from '../../../lib/api-client';
import { accountProfile } from '../../../lib/portal-paths';

export type { OwnClaims, OwnProfile, UpdateOwnProfile };

/** @throws ApiError 401 when nobody is signed in */
export async function getProfile(): Promise<OwnProfile> {
  const profile = await callApi<OwnProfile>('GET', accountProfile.details);
  setCsrfToken(profile.csrfToken);
  return profile;
}

export const saveProfile = (profile: UpdateOwnProfile): Promise<unknown> =>
  callApi('PUT', accountProfile.details, profile);

export const askForAddress = (email: string): Promise<unknown> =>
  callApi('POST', accountProfile.email, { email });

export const cancelAddress = (): Promise<unknown> => callApi('DELETE', accountProfile.email);

import { useQuery } from '@tanstack/react-query';
import { callApi, setCsrfToken } from './api-client';
import { endpoints } from './paths';

export type Session =
  | { readonly signedIn: false }
  | {
      readonly signedIn: true;
      readonly csrfToken: string;
      readonly user: { readonly username: string; readonly displayName: string; readonly role: string };
    };

async function getSession(): Promise<Session> {
  const session = await callApi<Session>('GET', endpoints.session);
  if (session.signedIn) setCsrfToken(session.csrfToken);
  return session;
}

/** Who is signed in. */
export const useSession = () => useQuery({ queryKey: ['session'], queryFn: getSession, staleTime: 60_000 });

export const signOut = (): Promise<unknown> => callApi('POST', endpoints.signOut, {});

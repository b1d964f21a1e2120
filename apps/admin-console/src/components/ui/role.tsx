import type { ReactNode } from 'react';
import { useSession } from '../../lib/session';

/** What the one who is signed in may do here; the server checks it again. */
export function useRole(): {
  readonly mayWrite: boolean;
  /** Not only what is theirs. */
  readonly mayWriteAll: boolean;
  readonly isAdmin: boolean;
  /** Members see what is theirs, and no list of people. */
  readonly maySeeUsers: boolean;
} {
  const { data } = useSession();
  const role = data?.signedIn === true ? data.user.role : undefined;
  // A member may write in the organizations that they manage: what they may not, the server says.
  const mayWrite = role !== undefined && role !== 'viewer';
  return {
    mayWrite,
    mayWriteAll: mayWrite && role !== 'member',
    isAdmin: role === 'admin',
    maySeeUsers: role !== undefined && role !== 'member',
  };
}

interface Properties {
  readonly children: ReactNode;
  /** Only admins may. */
  readonly admins?: true;
}

/** What only those see who may do it. */
export function ForOperators({ children, admins }: Properties) {
  const { mayWrite, isAdmin } = useRole();
  return (admins === true ? isAdmin : mayWrite) ? children : null;
}

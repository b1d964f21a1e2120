import { skipToken, useQuery } from '@tanstack/react-query';

export interface Operator {
  readonly username: string;
  readonly displayName: string;
  readonly role: string;
}

interface SignedIn {
  readonly user?: Operator;
}

/** Who is signed in. The shell asks, and shows no page before it knows. */
export const useOperator = (): Operator | undefined =>
  useQuery<SignedIn>({ queryKey: ['session'], queryFn: skipToken }).data?.user;

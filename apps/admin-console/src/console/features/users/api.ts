import { queryClient } from '../../../lib/query-client';

/** The list is read anew. */
export const refreshUsers = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['users'] });

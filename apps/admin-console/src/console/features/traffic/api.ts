import type { CallExplanation } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { ApiError, callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';

const TRIES = 4;

/** What is known of a call. One that has just ended is stored in a moment: it is looked for more than once. */
export const useCall = (requestId: string) =>
  useQuery({
    queryKey: ['call', requestId],
    queryFn: () => callApi<CallExplanation>('GET', endpoints.call(requestId)),
    retry: (count, error) => count < TRIES && (!(error instanceof ApiError) || error.status === 404),
    retryDelay: 500,
  });

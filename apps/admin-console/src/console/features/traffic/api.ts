import type { CallExplanation, ErrorAnswer, ErrorAnswerList } from '@gatehouse/dto';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ApiError, callApi } from '../../../lib/api-client';
import { endpoints, type ErrorParameters } from '../../../lib/paths';

const TRIES = 4;

const hasStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof ApiError && statuses.includes(error.status);

/** What a request ID is of: a call through the gateway, or an error that the authorization server has answered with. */
export type Explained =
  | { readonly kind: 'call'; readonly call: CallExplanation }
  | { readonly kind: 'error'; readonly error: ErrorAnswer };

async function explain(requestId: string): Promise<Explained> {
  try {
    return { kind: 'call', call: await callApi<CallExplanation>('GET', endpoints.call(requestId)) };
  } catch (problem) {
    // Viewers may not see calls, and may see errors.
    if (!hasStatus(problem, 403, 404)) throw problem;
    try {
      return { kind: 'error', error: await callApi<ErrorAnswer>('GET', endpoints.errorAnswer(requestId)) };
    } catch (second) {
      throw hasStatus(second, 404) ? problem : second;
    }
  }
}

/** What is known of a request. One that has just ended is stored in a moment: it is looked for more than once. */
export const useExplained = (requestId: string) =>
  useQuery({
    queryKey: ['call', requestId],
    queryFn: () => explain(requestId),
    retry: (count, error) => count < TRIES && (!(error instanceof ApiError) || error.status === 404),
    retryDelay: 500,
  });

/** @param after where the page before ended; undefined: the newest */
export const useErrors = (filter: ErrorParameters, after: string | undefined) =>
  useQuery({
    queryKey: ['errors', filter, after],
    queryFn: () => callApi<ErrorAnswerList>('GET', endpoints.errorAnswers({ ...filter, after })),
    placeholderData: keepPreviousData,
  });

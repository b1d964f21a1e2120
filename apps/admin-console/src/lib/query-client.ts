import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-client';

/** Server state lives here alone. What the server refused is not asked again by itself. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) =>
        error instanceof ApiError && (error.status === 0 || error.status === 503) && count < 2,
    },
  },
});

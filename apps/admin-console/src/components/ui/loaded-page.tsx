import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Page } from './page';
import { ErrorState, ListSkeleton } from './states';

interface Properties<T> {
  readonly result: UseQueryResult<T>;
  /** Until it is there. */
  readonly title: string;
  readonly back: { readonly to: string; readonly label: string };
  /** The page, once there is what it shows. */
  readonly children: (data: T) => ReactNode;
}

/** A page about one thing: it loads, fails with a way out, or is shown. */
export function LoadedPage<T>({ result, title, back, children }: Properties<T>) {
  if (result.isSuccess) return children(result.data);
  return (
    <Page title={title} back={back}>
      {result.isError ? (
        <ErrorState error={result.error} onRetry={() => void result.refetch()} />
      ) : (
        <ListSkeleton />
      )}
    </Page>
  );
}

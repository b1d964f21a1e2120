import { useCallback, useEffect, useState } from 'react';

/** What a page waits for. */
export type Loaded<T> =
  | { readonly name: 'loading' }
  | { readonly name: 'failed'; readonly error: unknown }
  | { readonly name: 'shown'; readonly value: T };

/**
 * Loads something when the page is shown, and when `load` is another function. What comes late, after something newer
 * was asked for, is dropped.
 * @returns what is there, and the way to ask again
 */
export function useLoaded<T>(load: () => Promise<T>): readonly [Loaded<T>, () => void] {
  const [state, setState] = useState<Loaded<T>>({ name: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isWanted = true;
    load()
      .then((value) => isWanted && setState({ name: 'shown', value }))
      .catch((error: unknown) => isWanted && setState({ name: 'failed', error }));
    return () => {
      isWanted = false;
    };
  }, [load, attempt]);
  const retry = useCallback(() => {
    setState({ name: 'loading' });
    setAttempt((count) => count + 1);
  }, []);
  return [state, retry];
}

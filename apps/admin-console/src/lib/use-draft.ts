import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';

function read(key: string): unknown {
  const stored = sessionStorage.getItem(key);
  try {
    return stored === null ? undefined : JSON.parse(stored);
  } catch {
    return undefined;
  }
}

/**
 * State that survives a reload of this tab: the draft of a form.
 * @param toKept what of it may be stored: never a secret
 */
export function useDraft<T>(
  name: string,
  initial: T,
  toKept: (value: T) => unknown = (value) => value,
): [T, Dispatch<SetStateAction<T>>, () => void] {
  const key = `draft:${name}`;
  const [value, setValue] = useState<T>(() => (read(key) as T | undefined) ?? initial);
  const kept = JSON.stringify(toKept(value));
  const isInitial = kept === JSON.stringify(toKept(initial));
  useEffect(() => {
    if (isInitial) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, kept);
  }, [key, kept, isInitial]);
  return [value, setValue, () => sessionStorage.removeItem(key)];
}

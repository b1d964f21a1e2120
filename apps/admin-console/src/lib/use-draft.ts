import { useEffect, useState } from 'react';

/** State that survives a reload of this tab: the draft of a form. */
export function useDraft<T>(name: string, initial: T): [T, (value: T) => void, () => void] {
  const key = `draft:${name}`;
  const [value, setValue] = useState<T>(() => {
    const stored = sessionStorage.getItem(key);
    return stored === null ? initial : (JSON.parse(stored) as T);
  });
  useEffect(() => sessionStorage.setItem(key, JSON.stringify(value)), [key, value]);
  return [value, setValue, () => sessionStorage.removeItem(key)];
}

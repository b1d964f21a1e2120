import { useState } from 'react';
import { useSearchParams } from 'react-router';

/** How far an operator has come with the first steps, on this browser. */
export interface FirstSteps {
  readonly apiId?: string;
  readonly applicationId?: string;
  readonly clientId?: string;
  /** Of the first call. */
  readonly requestId?: string;
}

const KEY = 'first-steps';

/** The client secret is shown once, and remembered until the page is left: it is written nowhere. */
let secret: { readonly clientId: string; readonly value: string } | undefined;

function read(): FirstSteps {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as FirstSteps;
  } catch {
    return {};
  }
}

function write(steps: FirstSteps): void {
  localStorage.setItem(KEY, JSON.stringify(steps));
}

/** The steps as they are, the way to note more, and the way to begin again. */
export function useFirstSteps(): readonly [FirstSteps, (more: FirstSteps) => void, () => void] {
  const [steps, setSteps] = useState(read);
  const set = (next: FirstSteps): void => {
    write(next);
    setSteps(next);
  };
  return [steps, (more) => set({ ...read(), ...more }), () => set({})];
}

/** A form that the first steps have opened: with what, and where what was made of it is noted. */
export function useFirstStepsForm(): {
  readonly isOpen: boolean;
  /** What the guide has chosen for the form. */
  readonly choice: (name: string) => string | undefined;
  readonly note: (more: FirstSteps) => void;
} {
  const [address] = useSearchParams();
  return {
    isOpen: address.has('guide'),
    choice: (name) => address.get(name) ?? undefined,
    note: (more) => write({ ...read(), ...more }),
  };
}

export function rememberSecret(clientId: string, value: string): void {
  secret = { clientId, value };
}

export const recallSecret = (clientId: string): string | undefined =>
  secret?.clientId === clientId ? secret.value : undefined;

import { useState } from 'react';

export interface Change {
  readonly isBusy: boolean;
  readonly problem: unknown;
  /** Runs a change; what went wrong is in `problem`. */
  run(work: () => Promise<unknown>): void;
}

/** One change at a time, and what went wrong with the last. */
export function useChange(onChanged: () => void): Change {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();

  async function work(change: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await change();
      onChanged();
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
  }

  return { isBusy, problem, run: (change) => void work(change) };
}

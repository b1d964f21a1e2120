import { useState } from 'react';
import { ApiError } from '../../../lib/api-client';

export interface Change {
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  /** Runs a change; what went wrong is in `problem`. */
  run(work: () => Promise<unknown>): void;
}

/** One change at a time, and what went wrong with the last. */
export function useChange(onChanged: () => void): Change {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function work(change: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await change();
      onChanged();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.problem.detail : 'That did not work. Try again.');
    }
    setBusy(false);
  }

  return { isBusy, problem, run: (change) => void work(change) };
}

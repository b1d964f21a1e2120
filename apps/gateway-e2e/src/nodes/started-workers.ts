export interface StartedWorker {
  readonly worker: number;
  readonly pid: number;
}

/** Every worker that a supervisor says it started, in their order. */
export const listStarted = (logs: string): readonly StartedWorker[] =>
  logs
    .split('\n')
    .filter((line) => line.includes('"msg":"starting a worker"'))
    .map((line) => JSON.parse(line) as StartedWorker);

export const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A process that was started here and is stopped here. */
export interface Child {
  readonly name: string;
  /** -1 when it could not be started. */
  readonly pid: number;
  /** Settles when the process has ended and its output is read; never rejects. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  isRunning(): boolean;
  /** The last lines of stdout and stderr together; at most 500 are remembered. */
  lastLines(count?: number): string[];
  /** Asks it, and whatever it started, to end (default SIGTERM), insists after the grace (default 15 s), and waits. */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<void>;
}

export interface ChildOptions {
  readonly name: string;
  /** Default: this Node. */
  readonly file?: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Every line of stdout and stderr. */
  readonly onLine?: (line: string) => void;
}

/**
 * Spawns a process out of reach of the terminal's Ctrl-C (we stop our children ourselves, in order), that ends when we do, however we
 * end.
 */
export function startChild(options: ChildOptions): Child;

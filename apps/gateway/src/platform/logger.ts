import type { LogLevel } from './env.js';

/** Facts of a log line: plain values, never a secret. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes JSON lines to standard output. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const ORDER: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

// The second line of defence: no call site passes a secret, and a field with such a name is not written.
const SECRET_NAME =
  /secret|password|authorization|cookie|^code$|verifier|assertion|^(access|refresh|id)_?token$/i;

function redact(name: string, value: unknown): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  return SECRET_NAME.test(name) ? '[redacted]' : value;
}

/**
 * A logger for lines at `level` and above.
 * @param write receives whole lines; standard output by default
 */
export function createLogger(
  level: LogLevel,
  write = (line: string): void => void process.stdout.write(line),
): Logger {
  const lowest = ORDER.indexOf(level);
  const log =
    (at: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (ORDER.indexOf(at) < lowest) return;
      write(
        `${JSON.stringify({ time: new Date().toISOString(), level: at, msg: message, ...fields }, redact)}\n`,
      );
    };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

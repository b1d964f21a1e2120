/** Whether an error says that the database is out of reach, rather than that a statement was wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  // Class 08: connection exception; 57P01-57P03: shutting down or starting up; 53300: too many connections.
  if (/^(08|57P0[1-3]|53300|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_)/.test(code)) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|not queryable|Cannot use a pool after/.test(
    error.message,
  );
}

/**
 * SQLSTATE classes and codes: 08 connection exception; 53 insufficient resources (connections, memory, disk); 57P01-57P05
 * shutting down, crashed, starting up; 25006 a replica that was not promoted yet; 55P03 a lock that was not to be had. The
 * rest is the system's.
 */
const UNAVAILABLE = /^(08|53|57P0[1-5]|25006|55P03|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_|EHOST|ENET)/;

const UNAVAILABLE_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|not queryable|Cannot use a pool after|due to statement timeout/;

/**
 * Whether an error says that the database is out of reach, or cannot keep up, rather than that a statement was wrong: the same
 * request may do better in a moment.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return UNAVAILABLE.test(code) || UNAVAILABLE_MESSAGES.test(error.message);
}

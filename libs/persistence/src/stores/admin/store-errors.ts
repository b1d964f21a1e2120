/** The row is not there. */
export class NotFoundError extends Error {
  constructor(readonly what: string) {
    super(`${what} not found`);
    this.name = 'NotFoundError';
  }
}

/** The change was made from an older version: somebody else has changed it since. */
export class StaleVersionError extends Error {
  constructor(readonly what: string) {
    super(`${what} has been changed by somebody else`);
    this.name = 'StaleVersionError';
  }
}

/** Something else already has this name, path or address. */
export class TakenError extends Error {
  constructor(
    readonly field: string,
    readonly value: string,
  ) {
    super(`${field} "${value}" is taken`);
    this.name = 'TakenError';
  }
}

const UNIQUE_VIOLATION = '23505';

/** Turns the database's "duplicate key" into a TakenError; passes everything else on. */
export function rethrowTaken(error: unknown, field: string, value: string): never {
  if (error instanceof Error && (error as NodeJS.ErrnoException).code === UNIQUE_VIOLATION) {
    throw new TakenError(field, value);
  }
  throw error;
}

import { runSql } from './run-sql.mjs';

/**
 * Defines many scopes, straight in the database: over the REST API it would take minutes. They are called `scope-1` and so on.
 * @param {string} databaseUrl
 * @param {number} count
 * @returns {Promise<void>}
 */
export const insertScopes = (databaseUrl, count) =>
  runSql(
    databaseUrl,
    `INSERT INTO scopes (name, title) SELECT 'scope-' || n, 'Scope ' || n FROM generate_series(1, ${count}) n`,
  );

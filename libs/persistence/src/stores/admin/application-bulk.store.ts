import type { DataSource } from 'typeorm';
import { filterApplications, type ApplicationFilter } from './application-filter.js';

/** An application as whoever changes it has seen it. */
export interface SeenRow {
  readonly id: string;
  readonly version: number;
}

export interface EffectsRow {
  readonly applications: number;
  readonly clients: number;
  readonly apiKeys: number;
  readonly authorizations: number;
  readonly callsLastDay: number;
}

const SEEN = 'jsonb_to_recordset($1::jsonb) AS r (id uuid, version integer)';

const SET_ENABLED = `
UPDATE applications a SET enabled = $2, version = a.version + 1, updated_at = now()
FROM ${SEEN} WHERE a.id = r.id AND a.version = r.version AND NOT a.built_in AND a.enabled <> $2 RETURNING a.id`;

const DELETE = `
DELETE FROM applications a USING ${SEEN}
WHERE a.id = r.id AND a.version = r.version AND NOT a.built_in RETURNING a.id`;

/** One statement each, so that what a person sees is of one moment. */
const EFFECTS = `
SELECT
  (SELECT count(*) FROM applications WHERE id = ANY ($1))::int AS applications,
  (SELECT count(*) FROM clients WHERE application_id = ANY ($1))::int AS clients,
  (SELECT count(*) FROM api_keys WHERE application_id = ANY ($1))::int AS "apiKeys",
  (SELECT count(*) FROM authorizations WHERE application_id = ANY ($1) AND revoked_at IS NULL)::int AS authorizations,
  (SELECT coalesce(sum(calls), 0) FROM call_counts
    WHERE minute >= now() - interval '24 hours' AND application_id = ANY ($1))::float8 AS "callsLastDay"`;

/** Many applications at a time. */
export class ApplicationBulkStore {
  constructor(private readonly dataSource: DataSource) {}

  /** Those that can be changed, by name. */
  async select(
    filter: ApplicationFilter,
    limit: number,
  ): Promise<{ readonly items: (SeenRow & { readonly name: string })[]; readonly total: number }> {
    const { condition, values } = filterApplications(filter);
    const where = `FROM applications a WHERE NOT a.built_in AND ${condition}`;
    const [items, [count]] = await Promise.all([
      this.dataSource.query<(SeenRow & { readonly name: string })[]>(
        `SELECT a.id, a.name, a.version ${where} ORDER BY lower(a.name), a.id LIMIT ${limit}`,
        values,
      ),
      this.dataSource.query<{ count: number }[]>(`SELECT count(*)::int AS count ${where}`, values),
    ]);
    return { items, total: count?.count ?? 0 };
  }

  /** @returns the IDs of those that were changed: as they had been seen, and not so before */
  async setEnabled(seen: readonly SeenRow[], enabled: boolean): Promise<ReadonlySet<string>> {
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(SET_ENABLED, [
      JSON.stringify(seen),
      enabled,
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  /** With all that belongs to them. @returns the IDs of those that were as they had been seen */
  async delete(seen: readonly SeenRow[]): Promise<ReadonlySet<string>> {
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(DELETE, [JSON.stringify(seen)]);
    return new Set(rows.map(({ id }) => id));
  }

  /** What there is of applications with these IDs. */
  findStates(ids: readonly string[]): Promise<
    {
      readonly id: string;
      readonly name: string;
      readonly version: number;
      readonly enabled: boolean;
      readonly builtIn: boolean;
    }[]
  > {
    return this.dataSource.query(
      'SELECT id, name, version, enabled, built_in AS "builtIn" FROM applications WHERE id = ANY ($1::uuid[])',
      [ids],
    );
  }

  async sumEffects(ids: readonly string[]): Promise<EffectsRow> {
    const [row] = await this.dataSource.query<EffectsRow[]>(EFFECTS, [ids]);
    return row ?? { applications: 0, clients: 0, apiKeys: 0, authorizations: 0, callsLastDay: 0 };
  }

  /** Which of these lost its rights last: whoever has heard of that has heard of all. */
  async findLastEpochOf(ids: readonly string[]): Promise<string | undefined> {
    const [row] = await this.dataSource.query<{ id: string }[]>(
      `SELECT subject_id AS id FROM revocation_epochs WHERE kind = 'application' AND subject_id = ANY ($1::text[])
       ORDER BY epoch DESC LIMIT 1`,
      [ids],
    );
    return row?.id;
  }
}

import type { Pool } from 'pg';
import type { Brand, BrandLogo } from '../../snapshot/brand.js';
import { StaleVersionError } from './store-errors.js';

export interface BrandContent extends Omit<Brand, 'logo' | 'version'> {
  /** Undefined: the one that there is stays. */
  readonly logo: Pick<BrandLogo, 'type' | 'bytes'> | null | undefined;
}

const REPLACE = `
UPDATE brand SET name = $2, accent = $3, support_url = $4, terms_url = $5, privacy_url = $6, texts = $10, version = version + 1,
  logo = CASE WHEN $7 THEN $8::bytea ELSE logo END, logo_type = CASE WHEN $7 THEN $9 ELSE logo_type END
WHERE version = $1`;

/** The one brand. @throws StaleVersionError when somebody else has changed it since `version` */
export async function replaceBrand(pool: Pool, version: number, content: BrandContent): Promise<void> {
  const { name, accent, supportUrl, termsUrl, privacyUrl, texts, logo } = content;
  const { rowCount } = await pool.query(REPLACE, [
    version,
    name,
    accent,
    supportUrl,
    termsUrl,
    privacyUrl,
    logo !== undefined,
    logo?.bytes ?? null,
    logo?.type ?? null,
    texts,
  ]);
  if (rowCount === 0) throw new StaleVersionError('brand');
}

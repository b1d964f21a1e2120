import { CreateCoreTables1764000000000 } from './1764000000000-create-core-tables.js';

/** Every migration, oldest first; one that has shipped is never edited. */
export const MIGRATIONS = [CreateCoreTables1764000000000];

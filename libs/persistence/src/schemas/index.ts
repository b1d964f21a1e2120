export const ENTITY_SCHEMAS = [] as const;

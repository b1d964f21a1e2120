/** JSON Schema, as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: 'string' };
export const uuid: Schema = { type: 'string', format: 'uuid' };
export const moment: Schema = { type: 'string', format: 'date-time' };
export const flag: Schema = { type: 'boolean' };
export const integer: Schema = { type: 'integer' };
export const texts: Schema = { type: 'array', items: text };
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
export const oneOf = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });
export const list = (items: Schema): Schema => ({ type: 'array', items });
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
/** An object whose members are all there, save those named `optional`. */
export const object = (
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
export const page = (name: string): Schema =>
  object({ items: list(ref(name)), total: integer, page: integer, pageSize: integer });

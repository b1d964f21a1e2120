import type { CreateDetailsType, UpdateDetailsType } from '@gatehouse/dto';
import { findDetailsSchemaProblem } from '@gatehouse/gateway-core';
import type { Snapshot } from '@gatehouse/persistence';
import { hasLooseBraces, listTemplateFields } from '@gatehouse/scopes';
import { type FieldProblem, fieldProblem } from '../platform/validation.js';

export type SentDetailsType = Omit<CreateDetailsType, 'name'> | Omit<UpdateDetailsType, 'version'>;

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a schema could have a field there: where it does not list what it has, it could. */
function mayHave(schema: unknown, path: string): boolean {
  let node = schema;
  for (const name of path.split('.')) {
    const properties = isNode(node) ? node['properties'] : undefined;
    if (!isNode(properties)) return true;
    if (name !== 'type' && !Object.hasOwn(properties, name)) return isNode(node) && isOpen(node);
    node = properties[name];
  }
  return true;
}

/** Fields may come from elsewhere than its own list. */
const isOpen = (node: Node): boolean =>
  ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'patternProperties', 'dependentSchemas'].some(
    (name) => name in node,
  ) || (node['additionalProperties'] ?? false) !== false;

function listTemplateProblems(field: string, template: string, schema: unknown): FieldProblem[] {
  if (hasLooseBraces(template))
    return [fieldProblem(field, 'details-template-braces', { example: '{{amount.value}}' })];
  const unknown = listTemplateFields(template).find((path) => !mayHave(schema, path));
  return unknown === undefined ? [] : [fieldProblem(field, 'details-template-field', { field: unknown })];
}

function listTemplates({ title, description, texts }: SentDetailsType): [field: string, template: string][] {
  const said = Object.entries(texts ?? {}).flatMap(
    ([language, words]: [string, Partial<Record<string, string>> | null]) =>
      Object.entries(words ?? {}).map(([name, text]): [string, string] => [
        `texts.${language}.${name}`,
        text ?? '',
      ]),
  );
  return [['title', title], ['description', description ?? ''], ...said];
}

/** Why a type would be refused. */
export function listDetailsTypeProblems(
  sent: SentDetailsType,
  { apis }: Pick<Snapshot, 'apis'>,
): readonly FieldProblem[] {
  const isThere = sent.apiIds.every((id) => apis.some((api) => api.id === id));
  const problem = findDetailsSchemaProblem(sent.schema);
  const schema: unknown = problem === undefined ? JSON.parse(sent.schema) : undefined;
  return [
    ...(problem === undefined ? [] : [toSchemaProblem(problem)]),
    ...(isThere ? [] : [fieldProblem('apiIds', 'details-apis-unknown')]),
    ...listTemplates(sent).flatMap(([field, template]) => listTemplateProblems(field, template, schema)),
  ];
}

type SchemaProblem = NonNullable<ReturnType<typeof findDetailsSchemaProblem>>;

const toSchemaProblem = (problem: SchemaProblem): FieldProblem =>
  'values' in problem
    ? fieldProblem('schema', problem.code, problem.values)
    : fieldProblem('schema', problem.code);

/** What an operator wants done about requests that the API's OpenAPI document does not allow. */
export interface RequestValidation {
  /** `report` lets them pass, and says so in the log. */
  readonly mode: 'report' | 'enforce';
  /** A JSON body is kept in memory until it is checked; a longer one is refused, or passes unchecked in `report`. */
  readonly maxBodyBytes: number;
}

/** A JSON Schema (draft 2020-12), or true: anything. Its references are `urn:gatehouse:contract#/schemas/…`. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';

/** How a value is written as text (OpenAPI 3.1 §4.8.12.2); `json`: as JSON. */
export type ParameterStyle = 'simple' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject' | 'json';

export interface ParameterContract {
  readonly in: ParameterPlace;
  /** A header's in lower case. */
  readonly name: string;
  /** Of a path parameter: the segment inside the API, from 0. */
  readonly segment: number | null;
  readonly isRequired: boolean;
  readonly mayBeEmpty: boolean;
  readonly style: ParameterStyle;
  readonly isExploded: boolean;
  readonly schema: JsonSchema;
}

export interface BodyContract {
  readonly isRequired: boolean;
  /** Media types and ranges in lower case, with the schema of those that are JSON. */
  readonly content: readonly { readonly mediaType: string; readonly schema: JsonSchema | null }[];
}

/** What an OpenAPI document says of the requests of one operation. */
export interface OperationContract {
  readonly parameters: readonly ParameterContract[];
  readonly body: BodyContract | null;
  /** Changes when the meaning of a schema does: a hash of the schemas with all that they refer to. */
  readonly fingerprint: string;
}

/** What requests of an API are checked against. Plain data: it is stored, and a part of the snapshot. */
export interface ApiContract {
  /** By name; referred to as `urn:gatehouse:contract#/schemas/{name}`. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** By `toOperationKey`. */
  readonly operations: Readonly<Record<string, OperationContract>>;
}

export const CONTRACT_ID = 'urn:gatehouse:contract';

/** @param path the pattern of the route */
export const toOperationKey = (method: string, path: string): string => `${method} ${path}`;

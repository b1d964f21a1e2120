import type { PatternProblem } from '../route-pattern.js';

/** What can be said of an OpenAPI document, and what each finding names. */
interface Names {
  'openapi-too-deep': 'most';
  'openapi-too-many-values': 'most';
  'openapi-name-unstorable': never;
  'document-unstorable': never;
  'openapi-nothing-of-json': never;
  'openapi-reference-elsewhere': 'reference';
  'openapi-reference-to-nothing': 'reference';
  'openapi-no-whole-server': never;
  'openapi-no-whole-server-but-path': 'path';
  'openapi-other-servers': 'servers';
  'openapi-servers-unused': never;
  'openapi-path-with-query': never;
  'openapi-path-too-long': 'most';
  'openapi-path-with-star': never;
  'openapi-method-not-passed-on': never;
  'openapi-not-a-scope': 'scope';
  'openapi-scope-built-in': 'scope';
  'openapi-security-scheme-undefined': 'scheme';
  'openapi-too-many-scopes': 'most';
  'openapi-alternative-without-scopes': never;
  'openapi-alternatives-of-several': never;
  'openapi-credentials-optional': never;
  'openapi-no-access-token': 'scheme' | 'type';
  'openapi-takes-others-requests': 'template';
  'openapi-takes-others-requests-with-both': 'template' | 'place';
  'openapi-partial-parameter-widened': 'pattern';
  'openapi-partial-parameter-in-the-way': 'pattern' | 'path';
  'openapi-requests-taken': 'template';
  'openapi-parameter-not-in-path': 'parameter';
  'openapi-parameter-part-of-segment': 'parameter';
  'openapi-parameter-of-media-type': 'name' | 'type';
  'openapi-parameter-style-unchecked': 'name' | 'style';
  'openapi-object-unchecked': 'name' | 'style';
  'openapi-bodies-unchecked': 'types';
  'openapi-pattern-unchecked': 'pattern';
}

/** What of its requests a later document has otherwise, and what each names. */
interface RequestNames {
  'openapi-parameter-required': 'place' | 'name';
  'openapi-parameter-new': 'place' | 'name';
  'openapi-body-required': never;
  'openapi-bodies-undescribed': 'type';
  'openapi-request-otherwise': never;
}

type Finding<Of extends object, Code extends keyof Of> = [Of[Code]] extends [never]
  ? { readonly code: Code; readonly values?: undefined }
  : { readonly code: Code; readonly values: Readonly<Record<Of[Code] & string, string>> };

/** Something about a document. Whoever tells it has the words. */
export type DocumentFinding = { [Code in keyof Names]: Finding<Names, Code> }[keyof Names] | PatternProblem;

export type RequestFinding = {
  [Code in keyof RequestNames]: Finding<RequestNames, Code>;
}[keyof RequestNames];

/** Something in a document, and where: a JSON Pointer (RFC 6901), empty for all of it. */
export interface PlacedFinding {
  readonly pointer: string;
  readonly finding: DocumentFinding;
  /** What is there is no part of the API. */
  readonly isLeftOut?: true;
}

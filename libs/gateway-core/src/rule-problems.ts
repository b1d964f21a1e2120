/** What can be wrong with how an API is shaped, and what each problem names. */
interface Names {
  'path-with-bad-character': never;
  'path-with-double-slash': never;
  'path-with-dot-segment': never;
  'path-with-lone-percent': never;
  'path-with-encoded-separator': never;
  'path-not-utf8': never;
  'path-without-slash': never;
  'path-with-empty-segment': never;
  'path-star-before-end': never;
  'path-not-a-parameter': 'segment';
  'path-not-a-star': 'segment';
  'rewrite-not-in-route': 'segment' | 'path';
  'rewrite-not-a-fact': 'segment';
  'template-unknown-fact': 'fact';
  'template-not-a-parameter': 'fact';
  'template-braces': 'text';
  'header-name-malformed': never;
  'header-of-gateway': 'name';
  'header-value-malformed': never;
  'change-sets-cookie': never;
  'change-without-value': never;
  'removal-with-value': never;
  'query-without-name': never;
  'fixed-status-without-body': 'status';
  'fixed-body-without-type': never;
  'fixed-body-type-without-facts': 'type';
  'fixed-body-not-json': never;
  'detail-field-malformed': 'field';
  'detail-fact-unknown': 'fact';
  'detail-parameter-missing': 'parameter' | 'path';
  'key-header-malformed': never;
  'key-header-taken': never;
}

type Problem<Code extends keyof Names> = [Names[Code]] extends [never]
  ? { readonly code: Code; readonly values?: undefined }
  : { readonly code: Code; readonly values: Readonly<Record<Names[Code], string>> };

/** Something that is wrong with how an API is shaped. Whoever tells it has the words. */
export type RuleProblem = { [Code in keyof Names]: Problem<Code> }[keyof Names];

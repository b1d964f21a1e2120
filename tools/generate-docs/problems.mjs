import ts from 'typescript';

/**
 * @typedef {object} Problem one entry of libs/dto/src/admin-problems.ts
 * @property {string} code
 * @property {number} status
 * @property {string} title
 * @property {string} detail
 */

/** The words in quotes, or the number. @param {ts.Node | undefined} node */
function readLiteral(node) {
  if (node !== undefined && (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node))) return node.text;
  throw new Error('a problem is a status, a title and a detail, each written out');
}

/** @param {ts.ObjectLiteralElementLike} entry @returns {Problem} */
function readProblem(entry) {
  if (!ts.isPropertyAssignment(entry) || !ts.isArrayLiteralExpression(entry.initializer))
    throw new Error('a problem is a code with a list');
  const [status, title, detail] = entry.initializer.elements.map(readLiteral);
  const { name } = entry;
  const code = ts.isStringLiteral(name) || ts.isIdentifier(name) ? name.text : '';
  return { code, status: Number(status), title: title ?? '', detail: detail ?? '' };
}

/**
 * What the source of libs/dto/src/admin-problems.ts lists.
 * @param {string} text
 * @returns {Problem[]}
 */
export function readProblems(text) {
  const source = ts.createSourceFile('admin-problems.ts', text, ts.ScriptTarget.Latest, true);
  /** @type {Problem[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === 'ADMIN_PROBLEMS') list(node.initializer);
    node.forEachChild(visit);
  };
  /** Below `as const satisfies`. @param {ts.Node | undefined} node */
  const list = (node) => {
    if (node === undefined) return;
    if (ts.isObjectLiteralExpression(node)) found.push(...node.properties.map(readProblem));
    else if (ts.isSatisfiesExpression(node) || ts.isAsExpression(node)) list(node.expression);
  };
  visit(source);
  return found;
}

/** A cell of a Markdown table; what comes as a value stands out. @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll(/\{\{(\w+)\}\}/g, '`{$1}`');

/**
 * The page that lists every refusal of the admin REST API, by code.
 * @param {string} text of libs/dto/src/admin-problems.ts
 * @returns {string} Markdown
 */
export function writeProblems(text) {
  const rows = readProblems(text).map(
    ({ code, status, title, detail }) => `| \`${code}\` | ${status} | ${cell(title)} | ${cell(detail)} |`,
  );
  return [
    '# Refusals of the admin REST API',
    '',
    '<!-- Generated from libs/dto/src/admin-problems.ts by `npm run docs`. Do not edit. -->',
    '',
    'Each is `application/problem+json` (RFC 9457) with `title`, `status`, `detail` and `requestId`, and two members of',
    'our own: `code` says which refusal it is, and `values` what its sentence names. Ask for the code and never for the',
    'words: a code stays what it is, and more may come. `errors` names fields, each with a `message`, and often with a',
    '`code`, a `limit` and `values` of its own.',
    '',
    '```json',
    '{',
    '  "title": "In use",',
    '  "status": 409,',
    '  "detail": "Routes of Photos, Albums ask for this scope. Change those first.",',
    '  "code": "scope-in-use",',
    '  "values": { "apis": "Photos, Albums" },',
    '  "requestId": "6f1c0e0c-5f0b-4a53-9d0c-3a2b1f6f7c11"',
    '}',
    '```',
    '',
    'Where an access token is refused, `detail` is the more exact one of the check that refused it; `refused` can have any',
    'other status of a refusal.',
    '',
    '| Code | Status | Title | Detail |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

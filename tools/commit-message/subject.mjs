/** What kind of change, for whoever reads the changelog. */
const TYPES = ['feat', 'fix', 'perf', 'refactor', 'docs', 'test', 'build', 'ci', 'chore', 'revert'];
const MAX_LENGTH = 72;

/** Written by Git itself. */
const OWN_OF_GIT = /^(Merge |Revert ")/;
const SHAPE = /^(?<type>[a-z]+)\((?<room>[a-z0-9-]+)\)!?: (?<text>.+)$/;

/** Imperatives that look like another form. */
const IMPERATIVES = new Set([
  'bring',
  'embed',
  'exceed',
  'feed',
  'heed',
  'need',
  'proceed',
  'ring',
  'seed',
  'shed',
  'speed',
  'string',
]);
/** added, adding, adds; not pass, focus, alias. */
const OTHER_FORM = /(?:ed|ing|[^suia]s)$/;

/** @param {string} text */
function findTextProblems(text) {
  const [verb = ''] = text.split(' ');
  const problems = [];
  if (/^[A-Z][a-z]/.test(verb)) problems.push(`begin in lower case: "${verb.toLowerCase()}"`);
  if (OTHER_FORM.test(verb.toLowerCase()) && !IMPERATIVES.has(verb.toLowerCase())) {
    problems.push(`say it as an order: "add", not "${verb}"`);
  }
  if (text.endsWith('.')) problems.push('no full stop at the end');
  return problems;
}

/**
 * What is wrong with the first line of a commit message; nothing when it is as it should be.
 * @param {string} subject
 * @param {ReadonlySet<string>} rooms
 * @returns {string[]}
 */
export function findProblems(subject, rooms) {
  if (OWN_OF_GIT.test(subject)) return [];
  const groups = SHAPE.exec(subject)?.groups;
  if (groups === undefined)
    return ['write type(room): what changed, for example fix(rfc7636): refuse a plain challenge'];
  const { type = '', room = '', text = '' } = groups;
  const problems = findTextProblems(text);
  if (!TYPES.includes(type)) problems.push(`"${type}" is not a type; one of ${TYPES.join(', ')}`);
  if (!rooms.has(room))
    problems.push(`"${room}" is not a room; the name of a project or of a folder in it, or workspace`);
  if (subject.length > MAX_LENGTH) problems.push(`${subject.length} characters; at most ${MAX_LENGTH}`);
  return problems;
}

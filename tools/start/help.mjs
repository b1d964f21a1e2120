import { readDeclarations } from './settings.mjs';

const WIDTH = 100;
const INDENT = ' '.repeat(6);

/**
 * The text of `npm start -- --help`: every setting, from the files that declare them.
 * @returns {string}
 */
export function renderHelp() {
  const lines = [
    'Gatehouse: an API gateway that is also the OAuth 2.0 authorization server for the APIs behind it.',
    '',
    'Usage',
    '  npm start                installs, builds and starts everything, with the worked example',
    '  npm start -- --help      this text',
    '  npm start -- --new-operator',
    '                           makes one more operator, when the password of the first is lost: in a second terminal',
    '  npm run dev              the same, rebuilding and restarting whenever a source changes',
    '',
    'Every setting is an environment variable: GATEHOUSE_AUTH_PORT=5000 npm start',
  ];
  let section = '';
  for (const setting of readDeclarations()) {
    if (setting.section !== section) lines.push('', (section = setting.section));
    lines.push(`  ${setting.name}  ${describeDefault(setting)}`, ...wrap(setting.description));
  }
  return lines.join('\n');
}

/** @param {import('./settings.mjs').Setting} setting */
function describeDefault({ name, default: value, unit }) {
  if (name === 'DATABASE_URL') return '[embedded PostgreSQL]';
  if (name === 'GATEHOUSE_MASTER_KEY' || name === 'GATEHOUSE_SETUP_CLIENT_SECRET')
    return '[made at the first start]';
  if (value === null) return '[required]';
  if (value === '') return '[none]';
  return unit === undefined ? `[${value}]` : `[${value} ${unit}]`;
}

/**
 * @param {string} text
 * @returns {string[]}
 */
function wrap(text) {
  const lines = [INDENT.trimEnd()];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length + 1 > WIDTH) lines.push(`${INDENT}${word}`);
    else lines[lines.length - 1] = line === '' ? `${INDENT}${word}` : `${line} ${word}`;
  }
  return lines;
}

/**
 * @typedef {object} Setting one entry of apps/gateway/src/platform/settings.json
 * @property {string} section
 * @property {string} name
 * @property {string} type
 * @property {string | null} default null: there is none, it is required
 * @property {string} [unit]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {string} description
 */

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  algorithm: 'algorithm',
  integer: 'whole number',
  key: '32 bytes in base64',
  keys: 'list of 32 bytes in base64 each',
  level: 'log level',
  list: 'list, separated by commas',
  port: 'port',
  roles: 'list, separated by commas',
  secret: 'secret text',
  'secret-url': 'URL with a password',
  'signer-url': 'URL',
  text: 'text',
  origin: 'origin',
};

/** @param {Setting} setting */
function describeType({ type, minimum, maximum, unit }) {
  const range = minimum === undefined || maximum === undefined ? '' : `, ${minimum} to ${maximum}`;
  return `${TYPES[type] ?? type}${range}${unit === undefined ? '' : ` ${unit}`}`;
}

/** @param {Setting} setting */
function describeDefault({ default: value }) {
  if (value === null) return '**required**';
  return value === '' ? 'none' : `\`${value}\``;
}

/** A cell of a Markdown table. @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|');

/**
 * The page that lists every setting, by section, in the order of the file.
 * @param {readonly Setting[]} settings
 * @returns {string} Markdown
 */
export function writeConfiguration(settings) {
  const sections = [...new Set(settings.map(({ section }) => section))];
  const tables = sections.map((section) => {
    const rows = settings
      .filter((setting) => setting.section === section)
      .map(
        (setting) =>
          `| \`${setting.name}\` | ${describeType(setting)} | ${describeDefault(setting)} | ${cell(setting.description)} |`,
      );
    return [
      `## ${section}`,
      '',
      '| variable | type | default | what it does |',
      '| --- | --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  return `# Configuration

<!-- Generated from apps/gateway/src/platform/settings.json by \`npm run docs\`. Do not edit. -->

Every setting is an environment variable. All of them are validated at start; a process with a wrong one says everything that is
wrong and does not start. \`npm start\` sets the required ones itself.

${tables.join('\n\n')}
`;
}

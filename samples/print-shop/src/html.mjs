/** @typedef {{ readonly markup: string }} Html */

/** @type {Readonly<Record<string, string>>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Markup in which every value is escaped that is not markup itself. Lists are joined; undefined and false leave nothing.
 * @param {TemplateStringsArray} strings
 * @param {...unknown} values
 * @returns {Html}
 */
export function html(strings, ...values) {
  return { markup: String.raw({ raw: strings }, ...values.map(toMarkup)) };
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function toMarkup(value) {
  if (value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(toMarkup).join('');
  if (typeof value === 'object' && value !== null && 'markup' in value) return String(value.markup);
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

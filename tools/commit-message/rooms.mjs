import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Rooms that are not a folder of code. */
const STANDING = ['workspace', 'docs', 'adr', 'ci', 'docker', 'release'];

/** Folders whose folders are rooms, each by its own name. */
const HOUSES = ['apps', 'libs', 'samples', 'tools'];

/** Folders inside a project whose folders are rooms too; * is any one folder. */
const FLOORS = ['libs/*/src', 'apps/*/src', 'apps/*/src/console/features', 'apps/*/src/portal/features'];

/**
 * @param {string} root
 * @param {string} folder
 */
function listFolders(root, folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name);
}

/**
 * @param {string} root
 * @param {string} pattern
 * @returns {string[]}
 */
function expand(root, pattern) {
  const [parent, rest] = pattern.split('/*/');
  if (parent === undefined || rest === undefined) return [pattern];
  return listFolders(root, parent).map((folder) => `${parent}/${folder}/${rest}`);
}

/**
 * What a commit can be about: every project and every folder in it, as they are on disk. The folder of an RFC is also called by its
 * number alone: rfc7636-pkce, rfc7636.
 * @param {string} root absolute path of the repository
 * @returns {Set<string>}
 */
export function listRooms(root) {
  const folders = [...HOUSES, ...FLOORS.flatMap((pattern) => expand(root, pattern))];
  const names = folders.flatMap((folder) => listFolders(root, folder));
  const numbers = names.flatMap((name) => /^rfc\d+(?=-)/.exec(name) ?? []);
  return new Set([...STANDING, ...HOUSES, ...names, ...numbers]);
}

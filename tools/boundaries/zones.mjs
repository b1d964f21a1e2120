import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Zone one entry of `import-x/no-restricted-paths`: files in `target` may import nothing from `from` but `except`
 * @property {string} target
 * @property {string} from
 * @property {string[]} except relative to `from`
 * @property {string} message
 */

const GATEWAY = 'apps/gateway/src';
const CONSOLE = 'apps/admin-console/src';

/** Folders of the gateway that are not in the control plane; whatever is neither of these is. */
const TOKEN_PLANE = ['auth-server'];
const DATA_PLANE = ['resource-server'];
const PLATFORM = ['platform'];

/**
 * The folders directly inside `path`, in alphabetical order; none when it does not exist.
 * @param {string} root
 * @param {string} path
 */
export function listFolders(root, path) {
  const directory = join(root, path);
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * A folder that sees itself, and of its neighbours only those that are named.
 * @param {string} parent
 * @param {string} folder
 * @param {string[]} visible
 * @param {string} message
 * @returns {Zone}
 */
function wallIn(parent, folder, visible, message) {
  return {
    target: `./${parent}/${folder}`,
    from: `./${parent}`,
    except: [...new Set([folder, ...visible])].map((name) => `./${name}`),
    message,
  };
}

/** @param {string} root */
function listPlaneZones(root) {
  const controlPlane = listFolders(root, GATEWAY).filter(
    (folder) => ![...TOKEN_PLANE, ...DATA_PLANE, ...PLATFORM].includes(folder),
  );
  const message =
    'Planes meet in PostgreSQL and in the libraries; a plane imports itself and platform alone.';
  return [
    ...[TOKEN_PLANE, DATA_PLANE, controlPlane].flatMap((plane) =>
      plane.map((folder) => wallIn(GATEWAY, folder, [...plane, ...PLATFORM], message)),
    ),
    wallIn(GATEWAY, 'platform', [], 'platform carries the planes: it imports none of them.'),
  ];
}

/** @param {string} root */
function listConsoleZones(root) {
  const entries = ['console', 'portal'];
  const bedrock = listFolders(root, CONSOLE).filter((folder) => !entries.includes(folder));
  const features = entries.map((entry) => `${CONSOLE}/${entry}/features`);
  return [
    ...entries.map((entry) =>
      wallIn(
        CONSOLE,
        entry,
        bedrock,
        'console and portal are two programs; what both need lives beside them.',
      ),
    ),
    ...bedrock.map((folder) =>
      wallIn(CONSOLE, folder, bedrock, `${folder} is what the pages are made of: it imports no page.`),
    ),
    ...features.flatMap((parent) =>
      listFolders(root, parent).map((feature) =>
        wallIn(parent, feature, [], 'Features never import each other; the router composes them.'),
      ),
    ),
  ];
}

/**
 * The walls inside projects: between the planes of the gateway, and between the features of the console. Read from the folders,
 * so that a new one is walled in from its first file.
 * @param {string} root absolute path of the repository
 * @returns {Zone[]}
 */
export function listZones(root) {
  return [...listPlaneZones(root), ...listConsoleZones(root)];
}

import { resolve } from 'node:path';
import type { ApisDocument, ClientKeySource, KnownFieldProblem } from '@gatehouse/dto';
import { readVariable } from '../../platform/env.js';
import { readWhole, type UnreadFile } from './read-whole.js';
import type { DocumentNames } from './resolve-document.js';

type ClientKeys = DocumentNames['clientKeys'];
type ClientKey = ReturnType<ClientKeys['get']> & object;

const MAX_PEM = 100_000;

function toKeyProblem(file: string, problem: UnreadFile): KnownFieldProblem {
  switch (problem.code) {
    case 'not-a-file':
    case 'written-to':
      return { code: `key-file-${problem.code}`, values: { file } };
    case 'too-large':
      return { code: 'key-file-too-large', values: { file, ...problem.values } };
    case 'unreadable':
      return { code: 'key-file-unreadable', values: { file, ...problem.values } };
  }
}

async function readKey({ env, file }: ClientKeySource, folder: string): Promise<ClientKey> {
  if (env !== undefined) {
    const pem = readVariable(env);
    return pem === undefined || pem === ''
      ? { problem: { code: 'key-variable-unset', values: { name: env } } }
      : { pem };
  }
  const path = resolve(folder, file ?? '');
  const read = await readWhole(path, MAX_PEM);
  return 'text' in read ? { pem: read.text } : { problem: toKeyProblem(path, read.problem) };
}

/** Private keys from where a file says that they are, by the key of their API. @param folder of the file */
export async function readClientKeys({ apis }: ApisDocument, folder: string): Promise<ClientKeys> {
  const keys = new Map<string, ClientKey>();
  for (const { key, tls } of apis) {
    const source = tls?.clientKeyFrom;
    if (source != null) keys.set(key, await readKey(source, folder));
  }
  return keys;
}

/** Of a document that came over the network: what it names is on another machine. @param given PEM by the key of the API */
export function toGivenKeys(
  { apis }: ApisDocument,
  given: Readonly<Record<string, string>> = {},
): ClientKeys {
  const problem = { code: 'key-place-only-in-file' } as const;
  const keys = new Map<string, ClientKey>();
  for (const { key, tls } of apis) {
    const pem = Object.hasOwn(given, key) ? given[key] : undefined;
    if (pem !== undefined) keys.set(key, { pem });
    else if (tls?.clientKeyFrom != null) keys.set(key, { problem });
  }
  return keys;
}

import type { ApisDocument, KnownFieldProblem } from '@gatehouse/dto';
import type { ApiWithRoutes } from '@gatehouse/persistence';
import { type FieldProblem, tellFieldProblem } from '../../platform/field-problems.js';
import { toHosts } from '../api-content.js';
import type { ResolvedApi } from './resolve-document.js';

/** An API of a document, and the one that it is. */
export interface MatchedApi extends ResolvedApi {
  readonly index: number;
  /** Undefined: it is new. */
  readonly stored: ApiWithRoutes | undefined;
  /** Operators have released it: the document is not heard. */
  readonly isPassedOver: boolean;
}

const toAddress = ({
  hosts,
  basePath,
}: {
  readonly hosts: readonly string[];
  readonly basePath: string;
}): string => `${[...hosts].sort().join(' ')} ${basePath}`;

/** How a document may take an API that it did not make. */
export type DocumentKind = 'file' | 'import';

function findProblem(
  kind: DocumentKind,
  adopts: boolean,
  key: string,
  { management, name, basePath }: ApiWithRoutes,
): KnownFieldProblem | undefined {
  if (kind === 'import' && management === 'file') {
    return { code: 'api-of-file', values: { api: name } };
  }
  if (kind === 'file' && management === 'console' && !adopts) {
    return { code: 'api-of-operator', values: { api: name, path: basePath, key } };
  }
  return undefined;
}

/** Finds which APIs a document means: those with its keys; else those at the same addresses that no key of it names. */
export function matchApis(
  kind: DocumentKind,
  { adopt: adoptsAll = false }: ApisDocument,
  apis: readonly ResolvedApi[],
  stored: readonly ApiWithRoutes[],
): { readonly matched: readonly MatchedApi[]; readonly problems: readonly FieldProblem[] } {
  const keys = new Set(apis.map(({ declared }) => declared.key));
  const byKey = new Map(stored.map((api) => [api.fileKey, api]));
  const unnamed = stored.filter(({ fileKey }) => fileKey === null || !keys.has(fileKey));
  const byAddress = new Map(unnamed.map((api) => [toAddress(api), api]));
  const problems: FieldProblem[] = [];
  const matched = apis.map((api, index): MatchedApi => {
    const address = toAddress({ hosts: toHosts(api.input), basePath: api.input.basePath });
    const found = byKey.get(api.declared.key) ?? byAddress.get(address);
    // It is one API of the document alone: a second one at its address is in its way.
    byAddress.delete(address);
    const isPassedOver = kind === 'file' && found?.management === 'released';
    const { key, adopt = adoptsAll } = api.declared;
    const problem = found === undefined || isPassedOver ? undefined : findProblem(kind, adopt, key, found);
    if (problem !== undefined) problems.push(tellFieldProblem(`apis.${index}.key`, problem));
    return { ...api, index, stored: found, isPassedOver };
  });
  return { matched, problems };
}

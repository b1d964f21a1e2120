import type { ApisDocument } from '@gatehouse/dto';
import type { ApisDocumentTransaction } from '@gatehouse/persistence';
import type { Platform } from '../../platform/platform.tokens.js';
import type { DocumentKind } from './match-apis.js';
import { type DocumentPlan, planDocument } from './plan-document.js';
import { type DocumentNames, resolveDocument } from './resolve-document.js';

/** What a document would change of what there is now. */
export async function planHere(
  { env, sealing, snapshots }: Pick<Platform, 'env' | 'sealing' | 'snapshots'>,
  transaction: ApisDocumentTransaction,
  kind: DocumentKind,
  document: ApisDocument,
  clientKeys: DocumentNames['clientKeys'],
): Promise<DocumentPlan> {
  const { providers, applications, outsideIssuers, detailsTypes } = snapshots.current();
  const names = {
    providers: [...providers.values()],
    applications: [...applications.values()],
    outsideIssuers: [...outsideIssuers.values()],
    clientKeys,
  };
  const world = {
    env,
    sealing,
    providers,
    applications,
    outsideIssuers,
    detailsTypes,
    apis: await transaction.listApis(),
    scopes: await transaction.listScopes(),
    documented: await transaction.listDocumented(),
  };
  return planDocument(kind, document, resolveDocument(document, names), world);
}

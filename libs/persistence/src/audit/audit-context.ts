import { AsyncLocalStorage } from 'node:async_hooks';

/** Who acts: a person at the console, a machine by its client ID, the server itself, or nobody that is known. */
export type AuditActor =
  | { readonly kind: 'operator'; readonly id: string; readonly client: string }
  | { readonly kind: 'client'; readonly id: string }
  | { readonly kind: 'server'; readonly name?: string }
  | { readonly kind: 'unknown' };

/** What the audit log tells of everything that is done inside. */
export interface AuditContext {
  /** Unique for what is done at once: entries that share it belong together. */
  readonly operation: string;
  readonly actor: AuditActor;
  readonly address?: string;
  readonly requestId?: string;
  /** What it is called where it is about the type before the first dot, for example `application.client.create`. */
  readonly action?: string;
}

const contexts = new AsyncLocalStorage<AuditContext>();

/** Does work in somebody's name: the connections that it takes from the control plane's pool tell so. */
export const runAudited = <T>(context: AuditContext, work: () => T): T => contexts.run(context, work);

export const findAuditContext = (): AuditContext | undefined => contexts.getStore();

/** As connections are told, and `gatehouse_audit_context` reads it. */
export function describeAuditContext({ actor, action, ...request }: AuditContext): string {
  const type = action?.split('.', 1)[0];
  return JSON.stringify({ ...actor, ...request, action, type });
}

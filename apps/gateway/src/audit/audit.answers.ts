import type { AuditEntry } from '@gatehouse/dto';
import type { ChainedEntry } from '@gatehouse/persistence';

/** An entry as it is written; the triggers of the database leave out what is not known. */
interface WrittenEntry {
  readonly at: string;
  readonly actor: Partial<AuditEntry['actor']> & Pick<AuditEntry['actor'], 'kind'>;
  readonly address?: string;
  readonly requestId?: string;
  readonly operation?: string;
  readonly action: string;
  readonly subject: { readonly type: string; readonly id?: string; readonly name?: string };
  readonly result: AuditEntry['result'];
  readonly detail?: string;
  readonly changes: Readonly<Record<string, { readonly before?: unknown; readonly after?: unknown }>>;
}

const byField = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

/** @param mayRead whether the caller sees values and addresses, too */
export function toAuditEntry({ number, entry, hash }: ChainedEntry, mayRead: boolean): AuditEntry {
  const written = JSON.parse(entry) as WrittenEntry;
  const { actor, subject } = written;
  return {
    number,
    at: written.at,
    actor: { kind: actor.kind, id: actor.id ?? null, name: actor.name ?? null, client: actor.client ?? null },
    address: mayRead ? (written.address ?? null) : null,
    requestId: written.requestId ?? null,
    operation: written.operation ?? null,
    action: written.action,
    subject: { type: subject.type, id: subject.id ?? null, name: subject.name ?? null },
    result: written.result,
    detail: written.detail ?? null,
    changes: Object.entries(written.changes)
      .sort(byField)
      .map(([field, { before, after }]) => ({
        field,
        ...(mayRead && before != null && { before }),
        ...(mayRead && after != null && { after }),
      })),
    isWithheld: !mayRead,
    hash: hash.toString('hex'),
  };
}

/** The text that was hashed stands in it to the byte: after the first 83 characters up to the last brace. */
export const toJsonLine = ({ entry, hash }: ChainedEntry): string =>
  `{"hash":"${hash.toString('hex')}","entry":${entry}}\n`;

export const CSV_HEAD =
  'number,at,actor kind,actor,actor id,address,request id,action,about,about id,about name,result,detail,changes,hash\r\n';

/** RFC 4180 §2. A spreadsheet would run what begins like a formula. */
export function toCell(value: string | number | null): string {
  const text = String(value ?? '');
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toCsvLine(stored: ChainedEntry): string {
  const { number, at, actor, address, requestId, action, subject, result, detail, changes, hash } =
    toAuditEntry(stored, true);
  const cells = [
    number,
    at,
    actor.kind,
    actor.name,
    actor.id,
    address,
    requestId,
    action,
    subject.type,
    subject.id,
    subject.name,
    result,
    detail,
    JSON.stringify(changes),
    hash,
  ];
  return `${cells.map(toCell).join(',')}\r\n`;
}

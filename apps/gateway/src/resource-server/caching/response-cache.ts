import type { AnswerHead, Storable } from '@gatehouse/gateway-core';
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Keys } from './cache-keys.js';

/** An answer that is kept: whole, as the upstream gave it. */
export interface StoredAnswer extends AnswerHead, Storable {
  readonly statusText: string;
  readonly body: Buffer;
}

interface Entry {
  readonly key: string;
  readonly resource: string;
  readonly answer: StoredAnswer;
}

/** Something that is fetched, and may be stored. */
interface Pending {
  /** It may not be true any more. */
  outdate(): void;
  /** Has a call wait for it. False: it is no use to that call. */
  follow(keys: Keys, goOn: () => void): boolean;
}

interface Resource {
  readonly keys: Set<string>;
  /** The lists of headers that its answers were chosen by. */
  vary: (readonly string[])[];
}

// Of one resource: of more, the oldest are not looked for.
const MAX_VARY_LISTS = 4;
// What an entry costs besides its texts.
const ENTRY_BYTES = 512;
// For how long nobody waits for an answer that could not be kept the last time.
const UNSTORABLE_MS = 10_000;
const MAX_UNSTORABLE = 10_000;

/** What was found, and whether anything is kept of what was asked for. */
export interface Found {
  readonly answer: StoredAnswer | undefined;
  readonly isKnown: boolean;
}

/** The answers that a node keeps: bounded in bytes, and the longest unused go first. */
export class ResponseCache {
  private readonly entries: LRUCache<string, Entry> | undefined;
  private readonly resources = new Map<string, Resource>();
  private readonly pending = new Map<string, Set<Pending>>();
  /** By hash: addresses are long. */
  private readonly unstorable = new LRUCache<string, true>({ max: MAX_UNSTORABLE, ttl: UNSTORABLE_MS });
  private reservedBytes = 0;

  /** @param maxBytes 0: nothing is kept */
  constructor(private readonly maxBytes: number) {
    if (maxBytes === 0) return;
    this.entries = new LRUCache<string, Entry>({
      maxSize: maxBytes,
      sizeCalculation: measure,
      dispose: (entry, _, reason) => {
        // It gives way to its successor.
        if (reason !== 'set') this.forget(entry);
      },
    });
  }

  get isEmpty(): boolean {
    return this.resources.size === 0;
  }

  /** RFC 9111 §4.1: of several answers the newest. */
  find(keys: Keys): Found {
    const known = this.resources.get(keys.resource);
    if (known === undefined) return { answer: undefined, isKnown: false };
    let newest: StoredAnswer | undefined;
    for (const vary of known.vary) {
      for (const owner of keys.readable) {
        const answer = this.entries?.get(keys.toKey(owner, vary))?.answer;
        if (answer === undefined) continue;
        if (newest === undefined || answer.freshness.answeredAt > newest.freshness.answeredAt)
          newest = answer;
      }
    }
    return { answer: newest, isKnown: true };
  }

  store(keys: Keys, answer: StoredAnswer): void {
    const { resource } = keys;
    const key = keys.toKey(keys.findOwner(answer.isForAll), answer.vary);
    const entry = { key, resource, answer };
    this.entries?.set(key, entry);
    // Larger than all that may be kept.
    if (this.entries?.has(key) !== true) return this.forget(entry);
    let known = this.resources.get(resource);
    if (known === undefined) this.resources.set(resource, (known = { keys: new Set(), vary: [] }));
    known.keys.add(key);
    const list = answer.vary.join();
    if (known.vary[0]?.join() === list) return;
    known.vary = [answer.vary, ...known.vary.filter((vary) => vary.join() !== list)].slice(0, MAX_VARY_LISTS);
  }

  remove(keys: Keys, { isForAll, vary }: StoredAnswer): void {
    this.entries?.delete(keys.toKey(keys.findOwner(isForAll), vary));
  }

  /** RFC 9111 §4.4: whatever is kept of a resource is not true any more, for anybody; nor what is on its way. */
  invalidate(resource: string): void {
    for (const key of this.resources.get(resource)?.keys ?? []) this.entries?.delete(key);
    // A copy: whoever waited for one of them may begin another.
    for (const fill of [...(this.pending.get(resource) ?? [])]) fill.outdate();
  }

  /** Lets go of what nobody can ask for any more. */
  retain(isCurrent: (space: string) => boolean): void {
    for (const resource of new Set([...this.resources.keys(), ...this.pending.keys()]))
      if (!isCurrent(resource.slice(0, resource.indexOf('\n')))) this.invalidate(resource);
  }

  /** Has a call wait for what another one fetches already. False: there is nothing to wait for. */
  follow(keys: Keys, goOn: () => void): boolean {
    const fills = this.pending.get(keys.resource);
    if (fills === undefined || this.unstorable.has(hash(keys.flight))) return false;
    for (const fill of fills) if (fill.follow(keys, goOn)) return true;
    return false;
  }

  /** What answers calls like this one cannot be kept: they had better not wait for one another. */
  noteUnstorable(keys: Keys): void {
    this.unstorable.set(hash(keys.flight), true);
  }

  /** Something is fetched that may be stored. Returns the way to say that it is over. */
  begin(resource: string, fill: Pending): () => void {
    const fills = this.pending.get(resource) ?? new Set();
    this.pending.set(resource, fills.add(fill));
    return () => {
      fills.delete(fill);
      if (fills.size === 0 && this.pending.get(resource) === fills) this.pending.delete(resource);
    };
  }

  /** Whether there is room for so many bytes of answers that are on their way; they must be released. */
  reserve(bytes: number): boolean {
    if (this.reservedBytes + bytes > this.maxBytes / 2) return false;
    this.reservedBytes += bytes;
    return true;
  }

  release(bytes: number): void {
    this.reservedBytes -= bytes;
  }

  private forget({ key, resource }: Pick<Entry, 'key' | 'resource'>): void {
    const known = this.resources.get(resource);
    known?.keys.delete(key);
    if (known?.keys.size === 0) this.resources.delete(resource);
  }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');

function measure({ key, resource, answer: { headers, body } }: Entry): number {
  let characters = key.length + resource.length;
  for (const text of headers) characters += text.length;
  return ENTRY_BYTES + 2 * characters + body.length;
}

import { randomUUID } from 'node:crypto';
import type { Client, Entry } from 'ldapts';
import type { OutsidePerson } from '@gatehouse/persistence';
import type { LdapSettings } from './env.js';

/** The directory did not answer, or not to us. The message is for the log. */
export class DirectoryUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DirectoryUnavailableError';
  }
}

export interface LdapDirectory {
  /**
   * Undefined: there is no such person, or more than one, or the password is wrong.
   * @throws DirectoryUnavailableError
   */
  authenticate(username: string, password: string): Promise<OutsidePerson | undefined>;
  /** Takes as long as asking for somebody unknown, so that the time does not tell who has a password here. */
  pretend(username: string): Promise<void>;
}

/** Loaded with the first question: most servers have no directory. */
const ldap = () => import('ldapts');

const TIMEOUT_MS = 5_000;
const SOURCE = 'ldap';
const ATTRIBUTES = ['uid', 'sAMAccountName', 'cn', 'displayName', 'mail'];

/** RFC 4515 §3: what has a meaning in a filter; the backslash first, for it stands before the byte of each. */
const SPECIAL = ['\\', '*', '(', ')', '\0'];
const toByte = (character: string): string => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

const escapeFilterValue = (text: string): string =>
  SPECIAL.reduce((escaped, character) => escaped.replaceAll(character, () => toByte(character)), text);

/** RFC 4512 §2.5: the case of an attribute's name means nothing. */
function readFirst(entry: Entry, name: string): Buffer | string | undefined {
  const key = Object.keys(entry).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  const value = key === undefined ? undefined : [entry[key]].flat()[0];
  return value === undefined || value.length === 0 ? undefined : value;
}

const readText = (entry: Entry, name: string): string | undefined => readFirst(entry, name)?.toString();

/** A stable ID as text: objectGUID is bytes. */
function readId(entry: Entry, name: string): string | undefined {
  const value = readFirst(entry, name);
  return Buffer.isBuffer(value) ? value.toString('hex') : value;
}

async function closing<T>(client: Client, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    // The answer is there; a connection that does not close in order is gone all the same.
    await client.unbind().catch(() => undefined);
  }
}

/** The questions that a directory is asked, each over a connection of its own. */
function createQueries({ url, bindDn, bindPassword, baseDn, userFilter, idAttribute }: LdapSettings) {
  async function connect(): Promise<Client> {
    const { Client } = await ldap();
    return new Client({ url, timeout: TIMEOUT_MS, connectTimeout: TIMEOUT_MS });
  }

  async function findPerson(username: string): Promise<Entry | undefined> {
    const client = await connect();
    return closing(client, async () => {
      if (bindDn !== '') await client.bind(bindDn, bindPassword);
      const { searchEntries } = await client.search(baseDn, {
        scope: 'sub',
        filter: userFilter.replaceAll('{username}', () => escapeFilterValue(username)),
        // RFC 4512 §2.5 again: some servers compare the letters all the same, with small ones.
        attributes: [...ATTRIBUTES, idAttribute].map((name) => name.toLowerCase()),
        explicitBufferAttributes: idAttribute === 'objectGUID' ? [idAttribute] : [],
        sizeLimit: 2,
        timeLimit: TIMEOUT_MS / 1000,
      });
      return searchEntries.length === 1 ? searchEntries[0] : undefined;
    });
  }

  async function isPassword(dn: string, password: string): Promise<boolean> {
    const client = await connect();
    const { InvalidCredentialsError } = await ldap();
    return closing(client, async () => {
      try {
        await client.bind(dn, password);
        return true;
      } catch (error) {
        if (error instanceof InvalidCredentialsError) return false;
        throw error;
      }
    });
  }

  // A bind as somebody whom there is not takes as long as one with a wrong password.
  const nobody = (): string => `cn=${randomUUID()},${baseDn}`;

  return { findPerson, isPassword, nobody };
}

/** Asks an LDAP directory who somebody is: finds them as a service account, and binds as them (RFC 4513 §5.1.3). */
export function createLdapDirectory(settings: LdapSettings): LdapDirectory {
  const { idAttribute } = settings;
  const { findPerson, isPassword, nobody } = createQueries(settings);
  return {
    async pretend(username) {
      try {
        await findPerson(username);
        await isPassword(nobody(), randomUUID());
      } catch {
        // Whoever signs in here needs no directory.
      }
    },
    async authenticate(username, password) {
      // RFC 4513 §5.1.2: a bind with a name and no password succeeds and proves nothing.
      if (password === '') return undefined;
      try {
        const entry = await findPerson(username);
        if (!(await isPassword(entry?.dn ?? nobody(), password)) || entry === undefined) return undefined;
        const subject = readId(entry, idAttribute);
        if (subject === undefined) throw new DirectoryUnavailableError(`an entry has no ${idAttribute}`);
        const displayName = readText(entry, 'displayName') ?? readText(entry, 'cn') ?? username;
        return {
          source: SOURCE,
          subject,
          // As the directory spells it: what was typed may differ in case and spaces.
          username: readText(entry, 'uid') ?? readText(entry, 'sAMAccountName') ?? username.trim(),
          displayName,
          email: readText(entry, 'mail') ?? null,
          emailVerified: false,
        };
      } catch (error) {
        if (error instanceof DirectoryUnavailableError) throw error;
        throw new DirectoryUnavailableError('the directory cannot be asked', { cause: error });
      }
    },
  };
}

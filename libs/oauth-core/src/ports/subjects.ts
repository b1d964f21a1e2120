import type { Client } from '../kernel/client.js';
import type { SubjectMapping } from '../kernel/trusted-issuer.js';

/** Why a client may act for a user whom no page has asked: it has their password, or a statement about them. */
export type UnaskedWay = 'password' | 'assertion';

/** Who the users are that others make statements about. */
export interface SubjectStore {
  /**
   * The enabled user that a subject means, or nobody: no such user, a disabled one, or several who share an e-mail address.
   * @param issuerId of the trusted issuer; null: a client speaks for itself, and nobody is linked
   */
  find(mapping: SubjectMapping, issuerId: string | null, subject: string): Promise<string | undefined>;
  /**
   * Adds scopes to the one living authorization of application × user, or makes it, and only while the user is enabled.
   * What a client does so for the first time, in this way and with these scopes, is written down.
   * @param newId used when there is none yet
   * @returns its ID; undefined: the user is disabled or gone
   */
  authorize(
    newId: string,
    client: Pick<Client, 'applicationId' | 'clientId'>,
    userId: string,
    scopes: readonly string[],
    way: UnaskedWay,
  ): Promise<string | undefined>;
}

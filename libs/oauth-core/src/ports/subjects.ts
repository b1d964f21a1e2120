import type { Client } from '../kernel/client.js';
import type { SubjectMapping } from '../kernel/trusted-issuer.js';
import type { Consented } from '../rfc6749-framework/consent.js';
import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';

/** Why a client may act for a user whom no page has asked: it has their password, or a statement about them. */
export type UnaskedWay = 'password' | 'assertion';

/** What a user has allowed an application in detail, as it stands. */
export interface AllowedDetails {
  readonly authorizationId: string;
  readonly details: readonly AuthorizationDetail[];
}

/** Who the users are that others make statements about. */
export interface SubjectStore {
  /**
   * The enabled user that a subject means, or nobody: no such user, a disabled one, or several who share an e-mail address.
   * @param issuerId of the trusted issuer; null: a client speaks for itself, and nobody is linked
   */
  find(mapping: SubjectMapping, issuerId: string | null, subject: string): Promise<string | undefined>;
  /** Of the one living authorization of application × user; undefined where there is none. */
  findDetails(applicationId: string, userId: string): Promise<AllowedDetails | undefined>;
  /**
   * Adds scopes and details to the one living authorization of application × user, or makes it, and only while the user is enabled.
   * What a client does so for the first time, in this way and with these scopes and details, is written down.
   * @param newId used when there is none yet
   * @returns its ID; undefined: the user is disabled or gone
   */
  authorize(
    newId: string,
    client: Pick<Client, 'applicationId' | 'clientId'>,
    userId: string,
    allowed: Consented,
    way: UnaskedWay,
  ): Promise<string | undefined>;
}

import type { ClientMetadata } from '@gatehouse/oauth-core';
import type { ClientRegistrationRecord } from '@gatehouse/persistence';

/** What is kept of a client's words that its application has no place for. */
export const toRegistrationFacts = ({
  applicationType,
  contacts,
  softwareId,
  softwareVersion,
}: ClientMetadata): Pick<
  ClientRegistrationRecord,
  'applicationType' | 'contacts' | 'softwareId' | 'softwareVersion'
> => ({
  applicationType: applicationType ?? null,
  contacts: [...contacts],
  softwareId: softwareId ?? null,
  softwareVersion: softwareVersion ?? null,
});

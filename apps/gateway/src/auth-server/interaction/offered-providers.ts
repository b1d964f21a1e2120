import type { PendingLink, Snapshot } from '@gatehouse/persistence';

/** An identity provider as the sign-in page offers it. */
export interface OfferedProvider {
  readonly slug: string;
  readonly name: string;
}

/** An account here that whoever comes from a provider can link. */
export interface PossibleLink {
  readonly provider: string;
  readonly email: string;
}

/** Those that people can choose. */
export const listOffered = ({ identityProviders }: Snapshot): readonly OfferedProvider[] =>
  [...identityProviders.values()]
    .filter(({ isEnabled }) => isEnabled)
    .map(({ slug, name }) => ({ slug, name }));

export const describeLink = (
  { identityProviders }: Snapshot,
  { slug, email }: PendingLink,
): PossibleLink => ({ provider: identityProviders.get(slug)?.name ?? slug, email });

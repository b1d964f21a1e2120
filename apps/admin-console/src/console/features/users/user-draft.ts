import type { UpdateUser, UserDetail } from '@gatehouse/dto';

/** Standard claims (OpenID Connect Core §5.1) that are plain text, in the order of the form. */
export const PROFILE_FIELDS = [
  'given_name',
  'family_name',
  'nickname',
  'birthdate',
  'locale',
  'zoneinfo',
  'website',
  'picture',
  'phone_number',
] as const;

export const ADDRESS_FIELDS = ['street_address', 'postal_code', 'locality', 'region', 'country'] as const;

type ProfileField = (typeof PROFILE_FIELDS)[number];
type AddressField = (typeof ADDRESS_FIELDS)[number];

/** What is expected where it is not plain. */
export const EXAMPLES: Partial<Record<ProfileField, string>> = {
  birthdate: '1815-12-10',
  locale: 'fr-CA',
  zoneinfo: 'Europe/Paris',
  website: 'https://',
  picture: 'https://',
  phone_number: '+15551234567',
};

/** A user as the form keeps them: what is not known is empty text. */
export interface UserDraft {
  readonly displayName: string;
  readonly email: string;
  readonly role: string;
  readonly profile: Readonly<Record<ProfileField, string>>;
  readonly address: Readonly<Record<AddressField, string>>;
}

const read = <Name extends string>(
  fields: readonly Name[],
  from: Partial<Record<Name, unknown>>,
): Record<Name, string> =>
  Object.fromEntries(
    fields.map((name) => [name, typeof from[name] === 'string' ? from[name] : '']),
  ) as Record<Name, string>;

const given = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts)
      .map(([name, text]) => [name, text.trim()] as const)
      .filter(([, text]) => text !== ''),
  );

export const toDraft = (user: UserDetail): UserDraft => ({
  displayName: user.displayName,
  email: user.email ?? '',
  role: user.operatorRole ?? 'none',
  profile: read(PROFILE_FIELDS, user.profile),
  address: read(ADDRESS_FIELDS, user.profile.address ?? {}),
});

/** What comes from elsewhere at each sign-in, and cannot be changed here; an address only while one comes. */
export const findKept = ({ keptBy, isEmailKept }: UserDetail) => ({
  isName: keptBy !== null,
  isEmail: isEmailKept,
});

/** The change that a draft means; what the form does not show of the profile stays. */
export function toChange(draft: UserDraft, before: UserDetail): UpdateUser {
  const shown: readonly string[] = [...PROFILE_FIELDS, 'address'];
  const kept = Object.entries(before.profile).filter(([name]) => !shown.includes(name));
  const otherAddress = Object.entries(before.profile.address ?? {}).filter(
    ([name]) => !ADDRESS_FIELDS.some((field) => field === name),
  );
  const address = { ...Object.fromEntries(otherAddress), ...given(draft.address) };
  const { isName, isEmail } = findKept(before);
  return {
    version: before.version,
    ...(!isName && { displayName: draft.displayName.trim() }),
    ...(!isEmail && { email: draft.email.trim() === '' ? null : draft.email.trim() }),
    operatorRole: draft.role === 'none' ? null : (draft.role as NonNullable<UpdateUser['operatorRole']>),
    profile: {
      ...Object.fromEntries(kept),
      ...given(draft.profile),
      ...(Object.keys(address).length > 0 && { address }),
    },
  };
}

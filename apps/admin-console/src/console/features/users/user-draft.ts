import type { UpdateUser, UserDetail } from '@gatehouse/dto';

/** Standard claims (OpenID Connect Core §5.1) that are plain text, in the order of the form. */
export const PROFILE_FIELDS = [
  ['given_name', 'Given name', undefined],
  ['family_name', 'Family name', undefined],
  ['nickname', 'Nickname', undefined],
  ['birthdate', 'Birthdate', '1815-12-10'],
  ['locale', 'Language', 'fr-CA'],
  ['zoneinfo', 'Time zone', 'Europe/Paris'],
  ['website', 'Web site', 'https://'],
  ['picture', 'Picture', 'https://'],
  ['phone_number', 'Phone number', '+15551234567'],
] as const;

export const ADDRESS_FIELDS = [
  ['street_address', 'Street'],
  ['postal_code', 'Postal code'],
  ['locality', 'Town'],
  ['region', 'Region'],
  ['country', 'Country'],
] as const;

type ProfileField = (typeof PROFILE_FIELDS)[number][0];
type AddressField = (typeof ADDRESS_FIELDS)[number][0];

/** A user as the form keeps them: what is not known is empty text. */
export interface UserDraft {
  readonly displayName: string;
  readonly email: string;
  readonly role: string;
  readonly profile: Readonly<Record<ProfileField, string>>;
  readonly address: Readonly<Record<AddressField, string>>;
}

const read = <Name extends string>(
  fields: readonly (readonly [Name, ...unknown[]])[],
  from: Partial<Record<Name, unknown>>,
): Record<Name, string> =>
  Object.fromEntries(
    fields.map(([name]) => [name, typeof from[name] === 'string' ? from[name] : '']),
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

/** The change that a draft means; what the form does not show of the profile stays. */
export function toChange(draft: UserDraft, before: UserDetail): UpdateUser {
  const shown: readonly string[] = [...PROFILE_FIELDS.map(([name]) => name), 'address'];
  const kept = Object.entries(before.profile).filter(([name]) => !shown.includes(name));
  const otherAddress = Object.entries(before.profile.address ?? {}).filter(
    ([name]) => !ADDRESS_FIELDS.some(([field]) => field === name),
  );
  const address = { ...Object.fromEntries(otherAddress), ...given(draft.address) };
  return {
    version: before.version,
    displayName: draft.displayName.trim(),
    email: draft.email.trim() === '' ? null : draft.email.trim(),
    operatorRole: draft.role === 'none' ? null : (draft.role as NonNullable<UpdateUser['operatorRole']>),
    profile: {
      ...Object.fromEntries(kept),
      ...given(draft.profile),
      ...(Object.keys(address).length > 0 && { address }),
    },
  };
}

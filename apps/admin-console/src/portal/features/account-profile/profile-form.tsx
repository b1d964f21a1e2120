import { Button, Fieldset, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Actions } from '../../ui/actions';
import { findFieldProblem, ProblemAlert } from '../../ui/problem';
import type { Change } from '../../ui/use-change';
import type { OwnClaims, OwnProfile, UpdateOwnProfile } from './api';
import { listLanguages, listTimeZones } from './choices';
import classes from './profile-form.module.css';

interface Properties {
  readonly profile: OwnProfile;
  readonly change: Change;
  readonly isDone: boolean;
  readonly onSave: (profile: UpdateOwnProfile) => void;
}

/** The texts of a form; what is empty is not said. */
function readTexts(form: FormData, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = form.get(name);
      const text = typeof value === 'string' ? value.trim() : '';
      return text === '' ? [] : [[name, text]];
    }),
  );
}

const ADDRESS = ['street_address', 'postal_code', 'locality', 'region', 'country'];

/** As people write numbers: +49 (30) 123-45. */
const toNumber = (text: string): string => text.replaceAll(/[\s()/.-]/g, '').replace(/^00/, '+');

function readForm(form: FormData, profile: OwnProfile): UpdateOwnProfile {
  const {
    displayName = '',
    phone_number: phone,
    ...claims
  } = readTexts(form, ['displayName', 'given_name', 'family_name', 'phone_number', 'locale', 'zoneinfo']);
  const address = readTexts(form, ADDRESS);
  return {
    version: profile.version,
    displayName: profile.keptBy === null ? displayName : profile.displayName,
    profile: {
      ...claims,
      ...(phone !== undefined && { phone_number: toNumber(phone) }),
      ...(Object.keys(address).length > 0 && { address }),
    },
  };
}

function Names({ profile, problem }: { readonly profile: OwnProfile; readonly problem: unknown }) {
  const { t } = useTranslation('account-profile');
  const { keptBy } = profile;
  const wherefrom =
    keptBy?.kind === 'provider' ? t('keptByProvider', { name: keptBy.name }) : t('keptByDirectory');
  return (
    <>
      <TextInput
        label={t('username')}
        defaultValue={profile.username}
        readOnly
        variant="filled"
        description={keptBy === null ? t('usernameHint') : wherefrom}
      />
      <TextInput
        label={t('name')}
        name="displayName"
        autoComplete="name"
        description={keptBy === null ? t('nameHint') : wherefrom}
        defaultValue={profile.displayName}
        readOnly={keptBy !== null}
        variant={keptBy === null ? 'default' : 'filled'}
        required
        withAsterisk={false}
        maxLength={100}
        error={findFieldProblem(problem, 'displayName')}
      />
    </>
  );
}

function Claims({ claims, problem }: { readonly claims: OwnClaims; readonly problem: unknown }) {
  const { t, i18n } = useTranslation('account-profile');
  const about = (name: 'given_name' | 'family_name' | 'locale' | 'zoneinfo') => ({
    name,
    defaultValue: claims[name] ?? '',
    error: findFieldProblem(problem, `profile.${name}`),
  });
  const hasWrongNumber = findFieldProblem(problem, 'profile.phone_number') !== undefined;
  return (
    <div className={classes.pairs}>
      <TextInput label={t('givenName')} autoComplete="given-name" maxLength={100} {...about('given_name')} />
      <TextInput
        label={t('familyName')}
        autoComplete="family-name"
        maxLength={100}
        {...about('family_name')}
      />
      <NativeSelect
        label={t('language')}
        data={listLanguages(i18n.language, claims.locale)}
        {...about('locale')}
      />
      <NativeSelect label={t('timeZone')} data={listTimeZones(claims.zoneinfo)} {...about('zoneinfo')} />
      <TextInput
        className={classes.whole}
        label={t('phone')}
        description={t('phoneHint')}
        name="phone_number"
        type="tel"
        autoComplete="tel"
        defaultValue={claims.phone_number ?? ''}
        maxLength={40}
        error={hasWrongNumber && t('phoneProblem')}
      />
    </div>
  );
}

function Address({
  address = {},
  problem,
}: {
  readonly address: OwnClaims['address'];
  readonly problem: unknown;
}) {
  const { t } = useTranslation('account-profile');
  const about = (name: keyof NonNullable<OwnClaims['address']>) => ({
    name,
    defaultValue: address[name] ?? '',
    error: findFieldProblem(problem, `profile.address.${name}`),
  });
  return (
    <Fieldset legend={t('address')}>
      <Stack gap="sm">
        <TextInput
          label={t('street')}
          autoComplete="street-address"
          maxLength={300}
          {...about('street_address')}
        />
        <div className={classes.pairs}>
          <TextInput
            label={t('postalCode')}
            autoComplete="postal-code"
            maxLength={20}
            {...about('postal_code')}
          />
          <TextInput label={t('city')} autoComplete="address-level2" maxLength={100} {...about('locality')} />
          <TextInput label={t('region')} autoComplete="address-level1" maxLength={100} {...about('region')} />
          <TextInput label={t('country')} autoComplete="country-name" maxLength={100} {...about('country')} />
        </div>
      </Stack>
    </Fieldset>
  );
}

/** What people say of themselves. Applications hear of it as far as they were allowed to. */
export function ProfileForm({ profile, change, isDone, onSave }: Properties) {
  const { t } = useTranslation('account-profile');
  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    onSave(readForm(new FormData(event.currentTarget), profile));
  }

  return (
    <form onSubmit={submit} aria-label={t('title')}>
      <Stack gap="sm">
        <Text size="sm">{t('lead')}</Text>
        <ProblemAlert error={change.problem} />
        <Names profile={profile} problem={change.problem} />
        <Claims claims={profile.profile} problem={change.problem} />
        <Address address={profile.profile.address} problem={change.problem} />
        {isDone && (
          <Text size="sm" role="status">
            {t('done')}
          </Text>
        )}
        <Actions>
          <Button type="submit" loading={change.isBusy}>
            {t('save')}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}

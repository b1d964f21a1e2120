import type { ClientDetail, UpdateClient } from '@gatehouse/dto';
import { NumberInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { Section } from '../../../components/ui/page';
import { CopyField } from '../../../components/ui/secret-dialog';
import { SubmitForm } from '../../../components/ui/submit-form';
import { formatDuration } from '../../../lib/format';
import { isRedirected } from './grants';
import { areRedirectUrisValid, RedirectUrisInput } from './redirect-uris-input';
import { ScopePicker } from './scope-picker';
import type { ClientSectionProperties } from './section';
import { useClientEditing } from './use-client-editing';
import classes from './client-settings.module.css';

type Editable = Required<
  Pick<
    UpdateClient,
    | 'name'
    | 'redirectUris'
    | 'allowedScopes'
    | 'accessTokenFormat'
    | 'accessTokenLifetimeSeconds'
    | 'refreshTokenIdleSeconds'
    | 'refreshTokenLifetimeSeconds'
  >
>;

const LIFETIMES = [
  { name: 'accessTokenLifetimeSeconds', max: 86_400 },
  { name: 'refreshTokenIdleSeconds', max: 31_536_000 },
  { name: 'refreshTokenLifetimeSeconds', max: 31_536_000 },
] as const;

function toEditable(client: ClientDetail): Editable {
  return {
    name: client.name,
    redirectUris: [...client.redirectUris],
    allowedScopes: [...client.allowedScopes],
    accessTokenFormat: client.accessTokenFormat,
    accessTokenLifetimeSeconds: client.accessTokenLifetimeSeconds,
    refreshTokenIdleSeconds: client.refreshTokenIdleSeconds,
    refreshTokenLifetimeSeconds: client.refreshTokenLifetimeSeconds,
  };
}

function TokenFields({
  value,
  onChange,
  canRefresh,
}: {
  value: Editable;
  onChange: (part: Partial<Editable>) => void;
  canRefresh: boolean;
}) {
  const { t } = useTranslation('applications');
  return (
    <Stack>
      <div>
        <Text size="sm" fw={500} id="token-format">
          {t('client.format')}
        </Text>
        <Text size="xs" c="var(--quiet-text)" mb={6}>
          {t('client.formatHint')}
        </Text>
        <SegmentedControl
          aria-labelledby="token-format"
          value={value.accessTokenFormat}
          onChange={(format) => onChange({ accessTokenFormat: format === 'opaque' ? 'opaque' : 'jwt' })}
          data={[
            { value: 'jwt', label: 'JWT' },
            { value: 'opaque', label: t('client.opaque') },
          ]}
        />
      </div>
      <div className={classes.lifetimes}>
        {LIFETIMES.filter(({ name }) => canRefresh || name === 'accessTokenLifetimeSeconds').map(
          ({ name, max }) => (
            <NumberInput
              key={name}
              label={t(`lifetimes.${name}.label`)}
              description={t(`lifetimes.${name}.hint`, { time: formatDuration(value[name]) })}
              value={value[name]}
              min={30}
              max={max}
              allowDecimal={false}
              onChange={(seconds) => typeof seconds === 'number' && onChange({ [name]: seconds })}
            />
          ),
        )}
      </div>
    </Stack>
  );
}

const toLabels = (t: TFunction<'applications'>): Readonly<Record<keyof Editable, string>> => ({
  name: t('new.name'),
  redirectUris: t('client.redirectUris'),
  allowedScopes: t('client.scopes'),
  accessTokenFormat: t('client.format'),
  accessTokenLifetimeSeconds: t('lifetimes.accessTokenLifetimeSeconds.label'),
  refreshTokenIdleSeconds: t('lifetimes.refreshTokenIdleSeconds.label'),
  refreshTokenLifetimeSeconds: t('lifetimes.refreshTokenLifetimeSeconds.label'),
});

/** One client: its ID, where it redirects, what it may ask for, and its tokens. */
export function ClientSection({ applicationId, isReadOnly, client }: ClientSectionProperties) {
  const { t } = useTranslation('applications');
  const labels = toLabels(t);
  const redirects = isRedirected(client.grantTypes);
  const [editing, save] = useClientEditing<Editable>({
    applicationId,
    client,
    form: 'settings',
    toValue: toEditable,
    // The addresses of a client that no longer redirects are left as they are.
    toChange: (_, { redirectUris, ...others }) => (redirects ? { ...others, redirectUris } : others),
  });
  const { value, change } = editing;
  return (
    <Section title={t('clientPage.sections.client')} hint={t(`client.${client.type}`)}>
      <SubmitForm
        submitLabel={t('client.save')}
        onSubmit={save}
        isReadOnly={isReadOnly}
        isIncomplete={redirects && !areRedirectUrisValid(value.redirectUris, client.type)}
        notes={<EditNotes editing={editing} labels={labels} />}
      >
        {(problem) => (
          <Stack gap="lg">
            <CopyField label={t('new.clientId')} value={client.clientId} />
            <TextInput
              label={labels.name}
              description={t('addClient.nameHint')}
              placeholder={t('client.namePlaceholder')}
              maxLength={100}
              value={value.name}
              error={problem('name')}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            {redirects && (
              <RedirectUrisInput
                uris={value.redirectUris}
                clientType={client.type}
                problem={problem}
                onChange={(redirectUris) => change({ redirectUris: [...redirectUris] })}
              />
            )}
            {!isReadOnly && (
              <ScopePicker
                label={labels.allowedScopes}
                hint={t('client.scopesHint')}
                chosen={value.allowedScopes}
                problem={problem('allowedScopes')}
                onChange={(allowedScopes) => change({ allowedScopes })}
              />
            )}
            <TokenFields
              value={value}
              onChange={change}
              canRefresh={client.grantTypes.includes('refresh_token')}
            />
          </Stack>
        )}
      </SubmitForm>
    </Section>
  );
}

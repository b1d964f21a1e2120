import { Badge, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { BackchannelFields } from './backchannel-fields';
import {
  BACKCHANNEL,
  type GrantChoice,
  type GrantSettings,
  hasAssertions,
  listGrantChoices,
  toChange,
  toGrantSettings,
  TOKEN_EXCHANGE,
} from './grants';
import type { ClientSectionProperties } from './section';
import { useClientEditing } from './use-client-editing';

type Change = (part: Partial<GrantSettings>) => void;

function GrantSwitch(properties: {
  readonly choice: GrantChoice;
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
}) {
  const { t } = useTranslation('applications');
  const { choice, isOn, onSwitch } = properties;
  const label = t(`grants.${choice.name}.label`);
  return (
    <Switch
      checked={isOn}
      label={
        choice.isLegacy ? (
          <>
            {label}{' '}
            <Badge component="span" variant="light" color="gray" size="sm">
              {t('grantTypes.legacy')}
            </Badge>
          </>
        ) : (
          label
        )
      }
      description={t(`grants.${choice.name}.hint`)}
      onChange={(event) => onSwitch(event.currentTarget.checked)}
    />
  );
}

function ExchangeFields({ value, onChange }: { readonly value: GrantSettings; readonly onChange: Change }) {
  const { t } = useTranslation('applications');
  return (
    <>
      <TagsInput
        label={t('grantTypes.exchangeableClients')}
        description={t('grantTypes.exchangeableClientsHint')}
        placeholder={t('grantTypes.typeClient')}
        value={value.exchangeableClients}
        maxTags={50}
        onChange={(exchangeableClients) => onChange({ exchangeableClients })}
      />
      <Switch
        checked={value.mayImpersonate}
        label={t('grantTypes.mayImpersonate')}
        description={t('grantTypes.mayImpersonateHint')}
        onChange={(event) => onChange({ mayImpersonate: event.currentTarget.checked })}
      />
    </>
  );
}

const toLabels = (t: TFunction<'applications'>): Readonly<Record<keyof GrantSettings, string>> => ({
  grantTypes: t('clientPage.sections.grants'),
  backchannelDeliveryMode: t('backchannel.mode'),
  backchannelNotificationEndpoint: t('backchannel.endpoint'),
  backchannelRequestSigningAlgorithm: t('backchannel.algorithm'),
  exchangeableClients: t('grantTypes.exchangeableClients'),
  mayImpersonate: t('grantTypes.mayImpersonate'),
  mayAct: t('grantTypes.mayAct'),
  mayAssertUsers: t('grantTypes.mayAssertUsers'),
});

interface FieldsProperties {
  readonly choices: readonly GrantChoice[];
  readonly value: GrantSettings;
  readonly onChange: Change;
}

function Fields({ choices, value, onChange }: FieldsProperties) {
  const { t } = useTranslation('applications');
  const { grantTypes } = value;
  const switchGrant = (type: string, isOn: boolean): void =>
    onChange({ grantTypes: isOn ? [...grantTypes, type] : grantTypes.filter((other) => other !== type) });
  return (
    <Stack gap="md">
      {choices.map((choice) => (
        <GrantSwitch
          key={choice.type}
          choice={choice}
          isOn={grantTypes.includes(choice.type)}
          onSwitch={(isOn) => switchGrant(choice.type, isOn)}
        />
      ))}
      {grantTypes.includes(BACKCHANNEL) && <BackchannelFields value={value} onChange={onChange} />}
      {grantTypes.includes(TOKEN_EXCHANGE) && <ExchangeFields value={value} onChange={onChange} />}
      {hasAssertions(grantTypes) && (
        <Switch
          checked={value.mayAssertUsers}
          label={t('grantTypes.mayAssertUsers')}
          description={t('grantTypes.mayAssertUsersHint')}
          onChange={(event) => onChange({ mayAssertUsers: event.currentTarget.checked })}
        />
      )}
      <TextInput
        label={t('grantTypes.mayAct')}
        description={t('grantTypes.mayActHint')}
        value={value.mayAct ?? ''}
        maxLength={200}
        onChange={(event) => onChange({ mayAct: event.currentTarget.value })}
      />
    </Stack>
  );
}

/** The ways in which a client gets access tokens, each switched on by itself; and who may act with them. */
export function GrantsSection({ applicationId, isReadOnly, client }: ClientSectionProperties) {
  const { t } = useTranslation('applications');
  const [editing, save] = useClientEditing<GrantSettings>({
    applicationId,
    client,
    form: 'grants',
    toValue: toGrantSettings,
    toChange,
  });
  return (
    <Section title={t('clientPage.sections.grants')} hint={t('grantTypes.hint')}>
      <SubmitForm
        submitLabel={t('grantTypes.save')}
        onSubmit={save}
        isReadOnly={isReadOnly}
        notes={<EditNotes editing={editing} labels={toLabels(t)} />}
      >
        {() => <Fields value={editing.value} choices={listGrantChoices(client)} onChange={editing.change} />}
      </SubmitForm>
    </Section>
  );
}

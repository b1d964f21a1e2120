import { PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldsProperties } from './step-fields';

interface Properties extends FieldsProperties {
  /** Whether the client has no way to an access token of its own. */
  readonly isNeeded: boolean;
}

/** The access token that is exchanged, and whose it may be. */
export function ExchangeFields({ place, given, isNeeded, onChange }: Properties) {
  const { t } = useTranslation('try');
  const { exchangeableClients } = place.client;
  return (
    <Stack gap="xs">
      <PasswordInput
        label={t('exchange.subject')}
        description={t(isNeeded ? 'exchange.needed' : 'exchange.own')}
        value={given.subjectToken}
        autoComplete="off"
        onChange={(event) => onChange({ subjectToken: event.currentTarget.value.trim() })}
        visibilityToggleButtonProps={{ 'aria-label': t('exchange.show') }}
      />
      <PasswordInput
        label={t('exchange.actor')}
        description={t('exchange.actorHint')}
        value={given.actorToken}
        autoComplete="off"
        onChange={(event) => onChange({ actorToken: event.currentTarget.value.trim() })}
        visibilityToggleButtonProps={{ 'aria-label': t('exchange.showActor') }}
      />
      <TextInput
        label={t('exchange.resource')}
        description={t('exchange.resourceHint')}
        value={given.resource}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ resource: event.currentTarget.value.trim() })}
      />
      <TextInput
        label={t('exchange.audience')}
        description={t('exchange.audienceHint')}
        value={given.audience}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ audience: event.currentTarget.value.trim() })}
      />
      <Text size="sm" c="var(--quiet-text)">
        {exchangeableClients.length === 0
          ? t('exchange.fromNobody')
          : t('exchange.from', { clients: exchangeableClients.join(', ') })}{' '}
        {t('exchange.memory')}
      </Text>
    </Stack>
  );
}

import type { ApiCallersInput, CredentialPolicyInput } from '@gatehouse/dto';
import { Radio, Stack, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { MultiPicker } from '../../../components/ui/pickers';
import type { SectionProperties } from './section';
import { UnheardFields } from './unheard-fields';

const EVERYONE: ApiCallersInput = { access: 'everyone', applicationIds: [], resourceServerIds: [] };

function CredentialFields({ value, problem, onChange }: SectionProperties) {
  const { t } = useTranslation('apis');
  const {
    accessTokens = true,
    apiKeys = null,
    clientCertificates = false,
  } = value.policies?.credentials ?? {};
  const change = (part: Partial<CredentialPolicyInput>): void =>
    onChange({
      policies: { ...value.policies, credentials: { accessTokens, apiKeys, clientCertificates, ...part } },
    });
  return (
    <>
      <Switch
        label={t('callers.tokens.label')}
        description={t('callers.tokens.hint')}
        checked={accessTokens}
        error={problem('policies.credentials')}
        onChange={(event) => change({ accessTokens: event.currentTarget.checked })}
      />
      <Switch
        label={t('callers.keys.label')}
        description={t('callers.keys.hint')}
        checked={apiKeys !== null}
        onChange={(event) =>
          change({ apiKeys: event.currentTarget.checked ? { header: 'X-API-Key' } : null })
        }
      />
      {apiKeys !== null && (
        <TextInput
          label={t('callers.keys.header')}
          value={apiKeys.header ?? ''}
          required
          maxLength={64}
          spellCheck={false}
          error={problem('policies.credentials.apiKeys.header')}
          onChange={(event) => change({ apiKeys: { header: event.currentTarget.value.trim() } })}
        />
      )}
      <Switch
        label={t('callers.certificates.label')}
        description={t('callers.certificates.hint')}
        checked={clientCertificates}
        onChange={(event) => change({ clientCertificates: event.currentTarget.checked })}
      />
    </>
  );
}

/** What callers prove themselves with, and which applications may call. */
export function CallersSection(properties: SectionProperties) {
  const { t } = useTranslation('apis');
  const { value, problem, onChange } = properties;
  const callers = value.callers ?? EVERYONE;
  const change = (part: Partial<ApiCallersInput>): void => onChange({ callers: { ...callers, ...part } });
  return (
    <Section title={t('callers.title')} hint={t('callers.hint')}>
      <Stack>
        <CredentialFields {...properties} />
        <MultiPicker
          kind="outside-issuers"
          label={t('callers.outside.label')}
          description={t('callers.outside.hint')}
          placeholder={(callers.outsideIssuerIds ?? []).length === 0 ? t('callers.none') : ''}
          value={callers.outsideIssuerIds ?? []}
          error={problem('callers.outsideIssuerIds')}
          onChange={(outsideIssuerIds) => change({ outsideIssuerIds })}
        />
        <Radio.Group
          label={t('callers.access.label')}
          value={callers.access}
          onChange={(access) => change({ access: access === 'listed' ? 'listed' : 'everyone' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="everyone" label={t('callers.access.everyone')} />
            <Radio value="listed" label={t('callers.access.listed')} />
          </Stack>
        </Radio.Group>
        {callers.access === 'listed' && (
          <MultiPicker
            kind="applications"
            label={t('callers.named.label')}
            description={t('callers.named.hint')}
            placeholder={callers.applicationIds.length === 0 ? t('callers.nobody') : ''}
            value={callers.applicationIds}
            error={problem('callers.applicationIds')}
            onChange={(applicationIds) => change({ applicationIds })}
          />
        )}
        <MultiPicker
          kind="applications"
          label={t('callers.servers.label')}
          placeholder={(callers.resourceServerIds ?? []).length === 0 ? t('callers.none') : ''}
          description={t('callers.servers.hint')}
          value={callers.resourceServerIds ?? []}
          error={problem('callers.resourceServerIds')}
          onChange={(resourceServerIds) => change({ resourceServerIds })}
        />
        <UnheardFields {...properties} />
      </Stack>
    </Section>
  );
}

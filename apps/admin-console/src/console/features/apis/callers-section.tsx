import type { ApiCallersInput, CredentialPolicyInput } from '@gatehouse/dto';
import { Radio, Stack, Switch, TextInput } from '@mantine/core';
import { Section } from '../../../components/ui/page';
import { MultiPicker } from '../../../components/ui/pickers';
import type { SectionProperties } from './section';
import { UnheardFields } from './unheard-fields';

const EVERYONE: ApiCallersInput = { access: 'everyone', applicationIds: [], resourceServerIds: [] };

function CredentialFields({ value, problem, onChange }: SectionProperties) {
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
        label="Access tokens"
        description="Of this authorization server, in the Authorization header."
        checked={accessTokens}
        error={problem('policies.credentials')}
        onChange={(event) => change({ accessTokens: event.currentTarget.checked })}
      />
      <Switch
        label="API keys"
        description="Of applications, for callers that cannot do OAuth. They never reach the upstream."
        checked={apiKeys !== null}
        onChange={(event) =>
          change({ apiKeys: event.currentTarget.checked ? { header: 'X-API-Key' } : null })
        }
      />
      {apiKeys !== null && (
        <TextInput
          label="Header of API keys"
          value={apiKeys.header ?? ''}
          required
          maxLength={64}
          spellCheck={false}
          error={problem('policies.credentials.apiKeys.header')}
          onChange={(event) => change({ apiKeys: { header: event.currentTarget.value.trim() } })}
        />
      )}
      <Switch
        label="Client certificates"
        description="Of clients that are registered with one, for what they may do for themselves (RFC 8705)."
        checked={clientCertificates}
        onChange={(event) => change({ clientCertificates: event.currentTarget.checked })}
      />
    </>
  );
}

/** What callers prove themselves with, and which applications may call. */
export function CallersSection(properties: SectionProperties) {
  const { value, problem, onChange } = properties;
  const callers = value.callers ?? EVERYONE;
  const change = (part: Partial<ApiCallersInput>): void => onChange({ callers: { ...callers, ...part } });
  return (
    <Section
      title="Callers"
      hint="What they prove themselves with, and who may. Public routes are for everybody."
    >
      <Stack>
        <CredentialFields {...properties} />
        <MultiPicker
          kind="outside-issuers"
          label="Access tokens of outside issuers"
          description="Of other authorization servers. What their clients and scopes mean here is said at the issuer."
          placeholder={(callers.outsideIssuerIds ?? []).length === 0 ? 'None' : ''}
          value={callers.outsideIssuerIds ?? []}
          error={problem('callers.outsideIssuerIds')}
          onChange={(outsideIssuerIds) => change({ outsideIssuerIds })}
        />
        <Radio.Group
          label="Applications that may call"
          value={callers.access}
          onChange={(access) => change({ access: access === 'listed' ? 'listed' : 'everyone' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="everyone" label="Every application" />
            <Radio value="listed" label="Only those that are named here" />
          </Stack>
        </Radio.Group>
        {callers.access === 'listed' && (
          <MultiPicker
            kind="applications"
            label="Named applications"
            description="Others are answered 403."
            placeholder={callers.applicationIds.length === 0 ? 'Nobody yet' : ''}
            value={callers.applicationIds}
            error={problem('callers.applicationIds')}
            onChange={(applicationIds) => change({ applicationIds })}
          />
        )}
        <MultiPicker
          kind="applications"
          label="Resource servers"
          placeholder={(callers.resourceServerIds ?? []).length === 0 ? 'None' : ''}
          description="Applications that are the service behind this API. Once one is named, only they and a token's own client may introspect its access tokens (RFC 7662)."
          value={callers.resourceServerIds ?? []}
          error={problem('callers.resourceServerIds')}
          onChange={(resourceServerIds) => change({ resourceServerIds })}
        />
        <UnheardFields {...properties} />
      </Stack>
    </Section>
  );
}

import type { OutsideIssuerDetail } from '@gatehouse/dto';
import {
  MultiSelect,
  NumberInput,
  PasswordInput,
  Radio,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
  Textarea,
} from '@mantine/core';
import { Section } from '../../../components/ui/page';
import type { KeySource } from './issuer-draft';
import type { PartProperties } from './part';

const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512', 'EdDSA'];

const AUTHENTICATIONS: { value: OutsideIssuerDetail['authenticationMethod']; label: string }[] = [
  { value: 'client_secret_basic', label: 'Secret in the Authorization header' },
  { value: 'client_secret_post', label: 'Secret in the body' },
];

const SOURCES: { value: KeySource; label: string }[] = [
  { value: 'metadata', label: 'From its metadata' },
  { value: 'address', label: 'At this address' },
  { value: 'entered', label: 'These keys' },
];

function JwtFields({ draft, onChange, problem }: PartProperties) {
  return (
    <>
      <Radio.Group
        label="Its public keys"
        value={draft.keySource}
        onChange={(keySource) => onChange({ keySource })}
      >
        <Stack gap="xs" mt="xs">
          {SOURCES.map(({ value, label }) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </Stack>
      </Radio.Group>
      {draft.keySource === 'metadata' && problem('jwksUri') !== undefined && (
        <Text c="red" size="sm" role="alert">
          {problem('jwksUri')}
        </Text>
      )}
      {draft.keySource === 'address' && (
        <TextInput
          label="Key set address"
          description="New keys there count without a change here."
          placeholder="https://idp.example/jwks"
          required
          spellCheck={false}
          value={draft.jwksUri}
          error={problem('jwksUri')}
          onChange={(event) => onChange({ jwksUri: event.currentTarget.value.trim() })}
        />
      )}
      {draft.keySource === 'entered' && (
        <Textarea
          label="Key set"
          description="A JWK Set with public keys alone."
          placeholder='{"keys":[{"kty":"EC", …}]}'
          autosize
          minRows={3}
          maxRows={12}
          spellCheck={false}
          value={draft.jwks}
          error={problem('jwks')}
          onChange={(event) => onChange({ jwks: event.currentTarget.value })}
        />
      )}
      <MultiSelect
        label="Algorithms"
        description="Access tokens that are signed otherwise are refused."
        data={ALGORITHMS}
        value={draft.algorithms}
        error={problem('algorithms')}
        onChange={(algorithms) => onChange({ algorithms })}
      />
      <Switch
        label="Only access tokens by their type"
        description="The header must say at+jwt (RFC 9068), as no ID token does. Switch it off for issuers that say JWT or nothing."
        checked={draft.requiresAccessTokenType}
        onChange={(event) => onChange({ requiresAccessTokenType: event.currentTarget.checked })}
      />
    </>
  );
}

function IntrospectionFields({
  draft,
  onChange,
  problem,
  hasSecret,
}: PartProperties & { hasSecret: boolean }) {
  return (
    <>
      <TextInput
        label="Introspection endpoint"
        description="Only where its metadata does not name it."
        spellCheck={false}
        value={draft.introspectionEndpoint}
        error={problem('introspectionEndpoint')}
        onChange={(event) => onChange({ introspectionEndpoint: event.currentTarget.value.trim() })}
      />
      <TextInput
        label="Client ID"
        description="What the gateway is registered there as."
        required
        spellCheck={false}
        value={draft.clientId}
        error={problem('clientId')}
        onChange={(event) => onChange({ clientId: event.currentTarget.value })}
      />
      <Select
        label="Authentication"
        data={AUTHENTICATIONS}
        value={draft.authenticationMethod}
        allowDeselect={false}
        onChange={(method) => method !== null && onChange({ authenticationMethod: method })}
      />
      <PasswordInput
        label="Client secret"
        description={hasSecret ? 'Empty: what is stored stays.' : 'Stored sealed, and never shown again.'}
        autoComplete="off"
        value={draft.clientSecret}
        error={problem('clientSecret')}
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the client secret', tabIndex: 0 }}
        onChange={(event) => onChange({ clientSecret: event.currentTarget.value })}
      />
      <NumberInput
        label="Keep a good answer (seconds)"
        description="How late a revocation there is noticed here at the most. Never past the end of the access token; 0: it is asked at each call."
        min={0}
        max={3600}
        allowDecimal={false}
        value={draft.cacheSeconds}
        error={problem('cacheSeconds')}
        onChange={(value) => onChange({ cacheSeconds: Number(value) })}
      />
      <NumberInput
        label="Keep a bad answer (seconds)"
        min={0}
        max={300}
        allowDecimal={false}
        value={draft.negativeCacheSeconds}
        error={problem('negativeCacheSeconds')}
        onChange={(value) => onChange({ negativeCacheSeconds: Number(value) })}
      />
    </>
  );
}

/** How its access tokens are told from others. */
export function JudgementSection({ hasSecret, ...part }: PartProperties & { readonly hasSecret: boolean }) {
  const { draft, onChange, problem } = part;
  return (
    <Section title="How its access tokens are judged" hint="Signed ones by its keys; others by asking it.">
      <Stack>
        <SegmentedControl
          aria-label="How its access tokens are judged"
          data={[
            { value: 'jwt', label: 'By its keys (JWT)' },
            { value: 'introspection', label: 'By asking it' },
          ]}
          value={draft.judgement}
          onChange={(value) =>
            onChange(
              value === 'introspection'
                ? { judgement: 'introspection' }
                : // Only an issuer that is asked can answer for whom an access token is.
                  { judgement: 'jwt', audience: draft.audience === 'unchecked' ? 'api' : draft.audience },
            )
          }
        />
        {problem('judgement') !== undefined && (
          <Text c="red" size="sm" role="alert">
            {problem('judgement')}
          </Text>
        )}
        {draft.judgement === 'jwt' ? (
          <JwtFields {...part} />
        ) : (
          <IntrospectionFields {...part} hasSecret={hasSecret} />
        )}
        <NumberInput
          label="Clocks may differ by (seconds)"
          min={0}
          max={300}
          allowDecimal={false}
          value={draft.clockSkewSeconds}
          error={problem('clockSkewSeconds')}
          onChange={(value) => onChange({ clockSkewSeconds: Number(value) })}
        />
      </Stack>
    </Section>
  );
}

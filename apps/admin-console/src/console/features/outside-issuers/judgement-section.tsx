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
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import type { KeySource } from './issuer-draft';
import type { PartProperties } from './part';

const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512', 'EdDSA'];

const AUTHENTICATIONS = [
  { value: 'client_secret_basic', label: 'asking.basic' },
  { value: 'client_secret_post', label: 'asking.post' },
] as const satisfies readonly { value: OutsideIssuerDetail['authenticationMethod']; label: string }[];

const SOURCES: readonly KeySource[] = ['metadata', 'address', 'entered'];

const EXAMPLE_ADDRESS = 'https://idp.example/jwks';
const EXAMPLE_KEYS = '{"keys":[{"kty":"EC", …}]}';

function JwtFields({ draft, onChange, problem }: PartProperties) {
  const { t } = useTranslation('outside-issuers');
  return (
    <>
      <Radio.Group
        label={t('keys.title')}
        value={draft.keySource}
        onChange={(keySource) => onChange({ keySource })}
      >
        <Stack gap="xs" mt="xs">
          {SOURCES.map((source) => (
            <Radio key={source} value={source} label={t(`keys.${source}`)} />
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
          label={t('keys.addressLabel')}
          description={t('keys.addressHint')}
          placeholder={EXAMPLE_ADDRESS}
          required
          spellCheck={false}
          value={draft.jwksUri}
          error={problem('jwksUri')}
          onChange={(event) => onChange({ jwksUri: event.currentTarget.value.trim() })}
        />
      )}
      {draft.keySource === 'entered' && (
        <Textarea
          label={t('keys.set')}
          description={t('keys.setHint')}
          placeholder={EXAMPLE_KEYS}
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
        label={t('keys.algorithms')}
        description={t('keys.algorithmsHint')}
        data={ALGORITHMS}
        value={draft.algorithms}
        error={problem('algorithms')}
        onChange={(algorithms) => onChange({ algorithms })}
      />
      <Switch
        label={t('keys.type')}
        description={t('keys.typeHint')}
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
  const { t } = useTranslation('outside-issuers');
  return (
    <>
      <TextInput
        label={t('asking.endpoint')}
        description={t('asking.endpointHint')}
        spellCheck={false}
        value={draft.introspectionEndpoint}
        error={problem('introspectionEndpoint')}
        onChange={(event) => onChange({ introspectionEndpoint: event.currentTarget.value.trim() })}
      />
      <TextInput
        label={t('asking.clientId')}
        description={t('asking.clientIdHint')}
        required
        spellCheck={false}
        value={draft.clientId}
        error={problem('clientId')}
        onChange={(event) => onChange({ clientId: event.currentTarget.value })}
      />
      <Select
        label={t('asking.authentication')}
        data={AUTHENTICATIONS.map(({ value, label }) => ({ value, label: t(label) }))}
        value={draft.authenticationMethod}
        allowDeselect={false}
        onChange={(method) => method !== null && onChange({ authenticationMethod: method })}
      />
      <PasswordInput
        label={t('asking.secret')}
        description={hasSecret ? t('asking.secretKept') : t('asking.secretNew')}
        autoComplete="off"
        value={draft.clientSecret}
        error={problem('clientSecret')}
        visibilityToggleButtonProps={{ 'aria-label': t('asking.showSecret'), tabIndex: 0 }}
        onChange={(event) => onChange({ clientSecret: event.currentTarget.value })}
      />
      <NumberInput
        label={t('asking.keepGood')}
        description={t('asking.keepGoodHint')}
        min={0}
        max={3600}
        allowDecimal={false}
        value={draft.cacheSeconds}
        error={problem('cacheSeconds')}
        onChange={(value) => onChange({ cacheSeconds: Number(value) })}
      />
      <NumberInput
        label={t('asking.keepBad')}
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
  const { t } = useTranslation('outside-issuers');
  const { draft, onChange, problem } = part;
  return (
    <Section title={t('judgement.title')} hint={t('judgement.hint')}>
      <Stack>
        <SegmentedControl
          aria-label={t('judgement.title')}
          data={[
            { value: 'jwt', label: t('judgement.jwt') },
            { value: 'introspection', label: t('list.byAsking') },
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
          label={t('judgement.skew')}
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

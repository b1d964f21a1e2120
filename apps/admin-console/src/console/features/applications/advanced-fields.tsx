import {
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { MultiPicker } from '../../../components/ui/pickers';
import { ALGORITHMS, type Advanced } from './advanced';
import { SAMPLES } from './samples';

interface Properties {
  readonly value: Advanced;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<Advanced>) => void;
}

const MODES = ['rotate', 'keep', 'none'] as const;

const algorithms = (none: string) => [
  { value: '', label: none },
  ...ALGORITHMS.map((name) => ({ value: name, label: name })),
];

const LEGACY_RESPONSE_TYPES = [
  'id_token',
  'token',
  'id_token token',
  'code token',
  'code id_token token',
] as const;

const toResponseTypes = (t: TFunction<'applications'>) => [
  { value: 'code', label: 'code' },
  { value: 'code id_token', label: t('advanced.hybrid', { type: 'code id_token' }) },
  ...LEGACY_RESPONSE_TYPES.map((type) => ({ value: type, label: t('advanced.legacy', { type }) })),
];

/** What access tokens and refresh tokens are like. */
export function TokenFields({
  value,
  problem,
  allowedScopes,
  onChange,
}: Properties & { readonly allowedScopes: readonly string[] }) {
  const { t } = useTranslation('applications');
  return (
    <Stack>
      <MultiSelect
        label={t('advanced.defaultScopes')}
        description={t('advanced.defaultScopesHint')}
        data={[...allowedScopes]}
        value={value.defaultScopes}
        error={problem('defaultScopes')}
        onChange={(defaultScopes) => onChange({ defaultScopes })}
      />
      <div>
        <Text size="sm" fw={500} id="refresh-mode">
          {t('advanced.refreshTokenMode')}
        </Text>
        <Text size="xs" c="var(--quiet-text)" mb={6}>
          {t('advanced.refreshTokenModeHint')}
        </Text>
        <SegmentedControl
          aria-labelledby="refresh-mode"
          value={value.refreshTokenMode}
          onChange={(mode) =>
            onChange({ refreshTokenMode: mode === 'keep' || mode === 'none' ? mode : 'rotate' })
          }
          data={MODES.map((mode) => ({ value: mode, label: t(`advanced.modes.${mode}`) }))}
        />
      </div>
      <Switch
        checked={value.dpopBoundAccessTokens}
        label={t('advanced.dpopBoundAccessTokens')}
        description={t('advanced.dpopBoundAccessTokensHint')}
        error={problem('dpopBoundAccessTokens')}
        onChange={(event) => onChange({ dpopBoundAccessTokens: event.currentTarget.checked })}
      />
      <Switch
        checked={value.certificateBoundAccessTokens}
        label={t('advanced.certificateBoundAccessTokens')}
        description={t('advanced.certificateBoundAccessTokensHint')}
        error={problem('certificateBoundAccessTokens')}
        onChange={(event) => onChange({ certificateBoundAccessTokens: event.currentTarget.checked })}
      />
      <Select
        label={t('advanced.accessTokenSigningAlgorithm')}
        data={algorithms(t('advanced.serverDefault'))}
        value={value.accessTokenSigningAlgorithm}
        allowDeselect={false}
        onChange={(name) => onChange({ accessTokenSigningAlgorithm: name ?? '' })}
      />
      <Textarea
        label={t('advanced.claims')}
        description={t('advanced.claimsHint')}
        placeholder={SAMPLES.claims}
        autosize
        minRows={2}
        value={value.claims}
        error={problem('accessTokenClaims')}
        onChange={(event) => onChange({ claims: event.currentTarget.value })}
      />
      <TagsInput
        label={t('advanced.resources')}
        description={t('advanced.resourcesHint')}
        placeholder={t('advanced.typeUri')}
        value={value.resources}
        error={problem('resources')}
        onChange={(resources) => onChange({ resources })}
      />
      <MultiPicker
        kind="details-types"
        label={t('advanced.authorizationDetailsTypes')}
        description={t('advanced.authorizationDetailsTypesHint')}
        value={value.authorizationDetailsTypes}
        error={problem('authorizationDetailsTypes')}
        onChange={(authorizationDetailsTypes) => onChange({ authorizationDetailsTypes })}
      />
    </Stack>
  );
}

/** What OpenID Connect tells the client, and how. */
export function OpenIdFields({ value, problem, onChange }: Properties) {
  const { t } = useTranslation('applications');
  return (
    <Stack>
      <MultiSelect
        label={t('advanced.responseTypes')}
        description={t('advanced.responseTypesHint')}
        data={toResponseTypes(t)}
        value={value.responseTypes}
        error={problem('responseTypes')}
        onChange={(responseTypes) => onChange({ responseTypes })}
      />
      <Switch
        checked={value.subjectType === 'pairwise'}
        label={t('advanced.pairwise')}
        description={t('advanced.pairwiseHint')}
        onChange={(event) => onChange({ subjectType: event.currentTarget.checked ? 'pairwise' : 'public' })}
      />
      {value.subjectType === 'pairwise' && (
        <TextInput
          label={t('advanced.sectorIdentifierUri')}
          description={t('advanced.sectorIdentifierUriHint')}
          placeholder={SAMPLES.sectorIdentifierUri}
          value={value.sectorIdentifierUri}
          error={problem('sectorIdentifierUri')}
          onChange={(event) => onChange({ sectorIdentifierUri: event.currentTarget.value })}
        />
      )}
      <Select
        label={t('advanced.idTokenSigningAlgorithm')}
        data={algorithms(t('advanced.serverDefault'))}
        value={value.idTokenSigningAlgorithm}
        allowDeselect={false}
        onChange={(name) => onChange({ idTokenSigningAlgorithm: name ?? '' })}
      />
      <Select
        label={t('advanced.userinfoSigningAlgorithm')}
        data={algorithms(t('advanced.plainJson'))}
        value={value.userinfoSigningAlgorithm}
        allowDeselect={false}
        onChange={(name) => onChange({ userinfoSigningAlgorithm: name ?? '' })}
      />
      <Select
        label={t('advanced.authorizationSigningAlgorithm')}
        data={algorithms(t('advanced.serverDefault'))}
        value={value.authorizationSigningAlgorithm}
        allowDeselect={false}
        onChange={(name) => onChange({ authorizationSigningAlgorithm: name ?? '' })}
      />
    </Stack>
  );
}

/** What its requests must be like. */
export function RequestFields({ value, problem, onChange }: Properties) {
  const { t } = useTranslation('applications');
  return (
    <Stack>
      <Switch
        checked={!value.requiresPkce}
        label={t('advanced.withoutPkce')}
        description={t('advanced.withoutPkceHint')}
        error={problem('requiresPkce')}
        onChange={(event) => onChange({ requiresPkce: !event.currentTarget.checked })}
      />
      <Switch
        checked={value.requiresRequestObject}
        label={t('advanced.requiresRequestObject')}
        description={t('advanced.requiresRequestObjectHint')}
        error={problem('requiresRequestObject')}
        onChange={(event) => onChange({ requiresRequestObject: event.currentTarget.checked })}
      />
      <Switch
        checked={value.requiresPushedRequest}
        label={t('advanced.requiresPushedRequest')}
        description={t('advanced.requiresPushedRequestHint')}
        error={problem('requiresPushedRequest')}
        onChange={(event) => onChange({ requiresPushedRequest: event.currentTarget.checked })}
      />
      <NumberInput
        label={t('advanced.defaultMaxAge')}
        description={t('advanced.defaultMaxAgeHint')}
        min={0}
        allowDecimal={false}
        value={value.defaultMaxAge}
        error={problem('defaultMaxAgeSeconds')}
        onChange={(seconds) => onChange({ defaultMaxAge: typeof seconds === 'number' ? seconds : '' })}
      />
      <TagsInput
        label={t('advanced.defaultAcrValues')}
        description={t('advanced.defaultAcrValuesHint')}
        value={value.defaultAcrValues}
        error={problem('defaultAcrValues')}
        onChange={(defaultAcrValues) => onChange({ defaultAcrValues })}
      />
    </Stack>
  );
}

/** Where it is told, and where it goes, when a user signs out. */
export function LogOutFields({ value, problem, onChange }: Properties) {
  const { t } = useTranslation('applications');
  return (
    <Stack>
      <TagsInput
        label={t('advanced.postLogoutRedirectUris')}
        description={t('advanced.postLogoutRedirectUrisHint')}
        placeholder={t('advanced.typeAddress')}
        value={value.postLogoutRedirectUris}
        error={problem('postLogoutRedirectUris')}
        onChange={(postLogoutRedirectUris) => onChange({ postLogoutRedirectUris })}
      />
      <TextInput
        label={t('advanced.backchannelLogoutUri')}
        description={t('advanced.backchannelLogoutUriHint')}
        placeholder={SAMPLES.backchannelLogoutUri}
        value={value.backchannelLogoutUri}
        error={problem('backchannelLogoutUri')}
        onChange={(event) => onChange({ backchannelLogoutUri: event.currentTarget.value })}
      />
      <TextInput
        label={t('advanced.frontchannelLogoutUri')}
        description={t('advanced.frontchannelLogoutUriHint')}
        placeholder={SAMPLES.frontchannelLogoutUri}
        value={value.frontchannelLogoutUri}
        error={problem('frontchannelLogoutUri')}
        onChange={(event) => onChange({ frontchannelLogoutUri: event.currentTarget.value })}
      />
    </Stack>
  );
}

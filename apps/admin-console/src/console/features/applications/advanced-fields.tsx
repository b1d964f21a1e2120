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
import { ALGORITHMS, type Advanced } from './advanced';

interface Properties {
  readonly value: Advanced;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (part: Partial<Advanced>) => void;
}

const algorithms = (none: string) => [
  { value: '', label: none },
  ...ALGORITHMS.map((name) => ({ value: name, label: name })),
];

const RESPONSE_TYPES = [
  { value: 'code', label: 'code' },
  { value: 'code id_token', label: 'code id_token (hybrid)' },
  { value: 'id_token', label: 'id_token (legacy)' },
  { value: 'token', label: 'token (legacy)' },
  { value: 'id_token token', label: 'id_token token (legacy)' },
  { value: 'code token', label: 'code token (legacy)' },
  { value: 'code id_token token', label: 'code id_token token (legacy)' },
];

/** What access tokens and refresh tokens are like. */
export function TokenFields({
  value,
  problems,
  allowedScopes,
  onChange,
}: Properties & { readonly allowedScopes: readonly string[] }) {
  return (
    <Stack>
      <MultiSelect
        label="Scopes by default"
        description="Granted where a request names none. None chosen: such a request gets none."
        data={[...allowedScopes]}
        value={value.defaultScopes}
        error={problems['defaultScopes']}
        onChange={(defaultScopes) => onChange({ defaultScopes })}
      />
      <div>
        <Text size="sm" fw={500} id="refresh-mode">
          Refresh tokens
        </Text>
        <Text size="xs" c="var(--quiet-text)" mb={6}>
          Rotating shows theft: a second use ends the grant. Keeping is weaker, for clients that cannot store
          a new one each time.
        </Text>
        <SegmentedControl
          aria-labelledby="refresh-mode"
          value={value.refreshTokenMode}
          onChange={(mode) =>
            onChange({ refreshTokenMode: mode === 'keep' || mode === 'none' ? mode : 'rotate' })
          }
          data={[
            { value: 'rotate', label: 'Rotate' },
            { value: 'keep', label: 'Keep (weaker)' },
            { value: 'none', label: 'None' },
          ]}
        />
      </div>
      <Select
        label="Signature of access tokens"
        data={algorithms('The server’s default')}
        value={value.accessTokenSigningAlgorithm}
        allowDeselect={false}
        onChange={(name) => onChange({ accessTokenSigningAlgorithm: name ?? '' })}
      />
      <Textarea
        label="Extra claims of access tokens"
        description="One per line: name = value. {user.email}, {user.name}, {client.id} and the like are filled in, and {request.tenant} with the parameter tenant of the authorization request."
        placeholder="tenant = prints"
        autosize
        minRows={2}
        value={value.claims}
        error={problems['accessTokenClaims']}
        onChange={(event) => onChange({ claims: event.currentTarget.value })}
      />
      <TagsInput
        label="Resources that it may ask for"
        description="Absolute URIs (RFC 8707). None: those of the published APIs that use its scopes."
        placeholder="Type a URI and press Enter"
        value={value.resources}
        error={problems['resources']}
        onChange={(resources) => onChange({ resources })}
      />
    </Stack>
  );
}

/** What OpenID Connect tells the client, and how. */
export function OpenIdFields({ value, problems, onChange }: Properties) {
  return (
    <Stack>
      <MultiSelect
        label="Response types"
        description="Anything but code shows tokens to the browser: legacy, for clients that cannot do otherwise."
        data={RESPONSE_TYPES}
        value={value.responseTypes}
        error={problems['responseTypes']}
        onChange={(responseTypes) => onChange({ responseTypes })}
      />
      <Switch
        checked={value.subjectType === 'pairwise'}
        label="Pairwise subjects"
        description="This site sees an ID of each user that no other site sees. Its access tokens are opaque then."
        onChange={(event) => onChange({ subjectType: event.currentTarget.checked ? 'pairwise' : 'public' })}
      />
      {value.subjectType === 'pairwise' && (
        <TextInput
          label="Sector identifier"
          description="Needed where redirect URIs have several hosts."
          placeholder="https://app.example/redirect-uris.json"
          value={value.sectorIdentifierUri}
          error={problems['sectorIdentifierUri']}
          onChange={(event) => onChange({ sectorIdentifierUri: event.currentTarget.value })}
        />
      )}
      <Select
        label="Signature of ID tokens"
        data={algorithms('The server’s default')}
        value={value.idTokenSigningAlgorithm}
        allowDeselect={false}
        onChange={(name) => onChange({ idTokenSigningAlgorithm: name ?? '' })}
      />
      <Select
        label="Signature of UserInfo"
        data={algorithms('None: plain JSON')}
        value={value.userinfoSigningAlgorithm}
        allowDeselect={false}
        onChange={(name) => onChange({ userinfoSigningAlgorithm: name ?? '' })}
      />
      <Select
        label="Signature of JARM answers"
        data={algorithms('The server’s default')}
        value={value.authorizationSigningAlgorithm}
        allowDeselect={false}
        onChange={(name) => onChange({ authorizationSigningAlgorithm: name ?? '' })}
      />
    </Stack>
  );
}

/** What its requests must be like. */
export function RequestFields({ value, problems, onChange }: Properties) {
  return (
    <Stack>
      <Switch
        checked={!value.requiresPkce}
        label="May do without PKCE (weaker)"
        description="For a confidential OpenID Connect client that cannot do it: it must send and check a nonce."
        error={problems['requiresPkce']}
        onChange={(event) => onChange({ requiresPkce: !event.currentTarget.checked })}
      />
      <Switch
        checked={value.requiresRequestObject}
        label="Must sign its requests"
        description="Each authorization request comes as a request object (RFC 9101) signed with its registered key."
        error={problems['requiresRequestObject']}
        onChange={(event) => onChange({ requiresRequestObject: event.currentTarget.checked })}
      />
      <NumberInput
        label="A sign-in counts for (seconds)"
        description="Users sign in again when theirs is older. Empty: as long as the session lives."
        min={0}
        allowDecimal={false}
        value={value.defaultMaxAge}
        error={problems['defaultMaxAgeSeconds']}
        onChange={(seconds) => onChange({ defaultMaxAge: typeof seconds === 'number' ? seconds : '' })}
      />
      <TagsInput
        label="Asks for these sign-in levels by default"
        description="acr values, the best first, such as urn:gatehouse:acr:mfa."
        value={value.defaultAcrValues}
        error={problems['defaultAcrValues']}
        onChange={(defaultAcrValues) => onChange({ defaultAcrValues })}
      />
    </Stack>
  );
}

/** Where it is told, and where it goes, when a user signs out. */
export function LogOutFields({ value, problems, onChange }: Properties) {
  return (
    <Stack>
      <TagsInput
        label="Addresses after signing out"
        description="Where the client may send users back to, exactly as it writes them."
        placeholder="Type an address and press Enter"
        value={value.postLogoutRedirectUris}
        error={problems['postLogoutRedirectUris']}
        onChange={(postLogoutRedirectUris) => onChange({ postLogoutRedirectUris })}
      />
      <TextInput
        label="Back-channel logout address"
        description="Called by this server when a session ends, until the client has answered."
        placeholder="https://app.example/backchannel-logout"
        value={value.backchannelLogoutUri}
        error={problems['backchannelLogoutUri']}
        onChange={(event) => onChange({ backchannelLogoutUri: event.currentTarget.value })}
      />
      <TextInput
        label="Front-channel logout address"
        description="Loaded by the user's browser when they sign out. Browsers that hide third-party cookies make it of little use."
        placeholder="https://app.example/frontchannel-logout"
        value={value.frontchannelLogoutUri}
        error={problems['frontchannelLogoutUri']}
        onChange={(event) => onChange({ frontchannelLogoutUri: event.currentTarget.value })}
      />
    </Stack>
  );
}

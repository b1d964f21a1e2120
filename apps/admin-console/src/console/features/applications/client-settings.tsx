import type { ClientDetail, UpdateClient } from '@gatehouse/dto';
import { Alert, Button, Group, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type SubmitEvent, useState } from 'react';
import { Section } from '../../../components/ui/page';
import { CopyField } from '../../../components/ui/secret-dialog';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { formatDuration } from '../../../lib/format';
import { AdvancedSection } from './advanced-section';
import { updateClient } from './api';
import { usesSecret } from './authentication';
import { AuthenticationSection } from './authentication-section';
import { isRedirected } from './grants';
import { GrantsSection } from './grants-section';
import { areRedirectUrisValid, RedirectUrisInput } from './redirect-uris-input';
import { ScopePicker } from './scope-picker';
import { SecretsSection } from './secrets-section';
import classes from './client-settings.module.css';

interface Properties {
  readonly applicationId: string;
  readonly isReadOnly: boolean;
  readonly client: ClientDetail;
}

type Editable = Required<
  Pick<
    UpdateClient,
    | 'redirectUris'
    | 'allowedScopes'
    | 'accessTokenFormat'
    | 'accessTokenLifetimeSeconds'
    | 'refreshTokenIdleSeconds'
    | 'refreshTokenLifetimeSeconds'
  >
>;

const LIFETIMES = [
  { name: 'accessTokenLifetimeSeconds', label: 'Access token', hint: 'Lifetime', max: 86_400 },
  {
    name: 'refreshTokenIdleSeconds',
    label: 'Refresh token, unused',
    hint: 'Ends when unused for',
    max: 31_536_000,
  },
  {
    name: 'refreshTokenLifetimeSeconds',
    label: 'Refresh token, in all',
    hint: 'The user signs in again after',
    max: 31_536_000,
  },
] as const;

function toEditable(client: ClientDetail): Editable {
  return {
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
  return (
    <Stack>
      <div>
        <Text size="sm" fw={500} id="token-format">
          Access token format
        </Text>
        <Text size="xs" c="var(--quiet-text)" mb={6}>
          A JWT can be read by APIs; an opaque one says nothing to whoever finds it. Both are revoked at once.
        </Text>
        <SegmentedControl
          aria-labelledby="token-format"
          value={value.accessTokenFormat}
          onChange={(format) => onChange({ accessTokenFormat: format === 'opaque' ? 'opaque' : 'jwt' })}
          data={[
            { value: 'jwt', label: 'JWT' },
            { value: 'opaque', label: 'Opaque' },
          ]}
        />
      </div>
      <div className={classes.lifetimes}>
        {LIFETIMES.filter(({ name }) => canRefresh || name === 'accessTokenLifetimeSeconds').map(
          ({ name, label, hint, max }) => (
            <NumberInput
              key={name}
              label={`${label} (seconds)`}
              description={`${hint} ${formatDuration(value[name])}`}
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

/** One client: its ID, where it redirects, what it may ask for, its tokens and its secrets. */
export function ClientSettings({ applicationId, isReadOnly, client }: Properties) {
  const [value, setValue] = useState(() => toEditable(client));
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);
  const change = (part: Partial<Editable>): void => setValue({ ...value, ...part });
  const hasSecrets = usesSecret(client.tokenEndpointAuthMethod) || client.secrets.length > 0;
  const redirects = isRedirected(client.grantTypes);
  const isValid = !redirects || areRedirectUrisValid(value.redirectUris, client.type);

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblems(undefined);
    try {
      // Those of a client that no longer redirects are left as they are.
      const { redirectUris, ...others } = value;
      await updateClient(applicationId, client.clientId, redirects ? { ...others, redirectUris } : others);
      notifications.show({ message: 'Saved' });
    } catch (error) {
      setProblems(toFormProblems(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Stack>
      <Section title="Client" hint={client.type === 'public' ? 'Public: it has no secret' : 'Confidential'}>
        <form onSubmit={(event) => void save(event)}>
          <fieldset disabled={isReadOnly} className={classes.fieldset}>
            <Stack gap="lg">
              <CopyField label="Client ID" value={client.clientId} />
              {problems !== undefined && (
                <Alert color="red" variant="light" role="alert">
                  {problems.summary}
                </Alert>
              )}
              {redirects && (
                <RedirectUrisInput
                  uris={value.redirectUris}
                  clientType={client.type}
                  problems={problems?.fields ?? {}}
                  onChange={(redirectUris) => change({ redirectUris: [...redirectUris] })}
                />
              )}
              {!isReadOnly && (
                <ScopePicker
                  label="Scopes it may ask for"
                  hint="What is unticked is no longer given, from the next access token on."
                  chosen={value.allowedScopes}
                  problem={problems?.fields['allowedScopes']}
                  onChange={(allowedScopes) => change({ allowedScopes })}
                />
              )}
              <TokenFields
                value={value}
                onChange={change}
                canRefresh={client.grantTypes.includes('refresh_token')}
              />
              {!isReadOnly && (
                <Group justify="flex-end">
                  <Button type="submit" loading={isBusy} disabled={!isValid}>
                    Save client
                  </Button>
                </Group>
              )}
            </Stack>
          </fieldset>
        </form>
      </Section>
      <GrantsSection applicationId={applicationId} isReadOnly={isReadOnly} client={client} />
      <AdvancedSection applicationId={applicationId} isReadOnly={isReadOnly} client={client} />
      {!isReadOnly && <AuthenticationSection applicationId={applicationId} client={client} />}
      {hasSecrets && !isReadOnly && <SecretsSection applicationId={applicationId} client={client} />}
    </Stack>
  );
}

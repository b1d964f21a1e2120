import { Alert, Anchor, Avatar, Badge, Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { ApiError } from '../../../lib/api-client';
import { accountSecurity } from '../../../lib/paths';
import { type AskedScope, type Interaction, sendConsent, signOut } from './api';
import classes from './consent-form.module.css';
import { DeviceWarning } from './device-warning';

interface Properties {
  readonly id: string;
  readonly interaction: Interaction;
  readonly onSignedOut: () => void;
}

function ScopeRow(properties: {
  readonly scope: AskedScope;
  readonly isTicked: boolean;
  readonly onTick: (isTicked: boolean) => void;
}) {
  const { scope, isTicked, onTick } = properties;
  return (
    <li className={classes.scope}>
      <Checkbox
        checked={isTicked}
        disabled={!scope.isNew || scope.name === 'openid'}
        onChange={(event) => onTick(event.currentTarget.checked)}
        label={scope.title}
        description={scope.description === '' ? undefined : scope.description}
        classNames={{ label: classes.label, description: classes.description }}
      />
      {!scope.isNew && (
        <Badge variant="light" size="sm" color="gray" miw="fit-content">
          Allowed before
        </Badge>
      )}
    </li>
  );
}

/** "to see your photos", or in general where it is more than one thing. */
function describeWish(scopes: readonly AskedScope[]): string {
  const [first, ...others] = scopes.filter(({ isNew }) => isNew);
  if (first === undefined || others.length > 0) return 'your permission';
  return `to ${first.title.charAt(0).toLowerCase()}${first.title.slice(1)}`;
}

/** Who asks, for what, in plain words; each new scope can be unticked. */
export function ConsentForm({ id, interaction, onSignedOut }: Properties) {
  const { application, scopes, user, redirectHost, userCode } = interaction;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(scopes.map(({ name }) => name)));
  const [problem, setProblem] = useState<string>();
  const [pending, setPending] = useState<'allow' | 'deny' | 'sign-out'>();

  useEffect(() => {
    document.title = `Allow ${application.name}?`;
  }, [application.name]);

  function tick(name: string, isTicked: boolean): void {
    const next = new Set(ticked);
    if (isTicked) next.add(name);
    else next.delete(name);
    setTicked(next);
  }

  async function run(what: 'allow' | 'deny' | 'sign-out', work: () => Promise<void>): Promise<void> {
    setPending(what);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.problem.detail : 'Something went wrong. Try again.');
      setPending(undefined);
    }
  }

  const answer = (allow: boolean): Promise<void> =>
    run(allow ? 'allow' : 'deny', async () => {
      const { location: next } = await sendConsent(id, allow, allow ? [...ticked] : []);
      location.assign(next);
    });

  return (
    <Stack gap="md">
      <Group justify="center" gap="sm" aria-hidden="true">
        <Avatar size={48} radius="md" name={application.name} color="gate" />
        <IconArrowRight size={20} color="var(--quiet-text)" />
        <Avatar size={48} radius="xl" name={user?.displayName ?? ''} color="gray" />
      </Group>
      <Title order={1} size="h3" ta="center">
        {application.name} wants {describeWish(scopes)}
      </Title>
      {application.description !== '' && (
        <Text size="sm" c="var(--quiet-text)" ta="center">
          {application.description}
        </Text>
      )}
      {userCode !== undefined && <DeviceWarning application={application.name} userCode={userCode} />}
      {problem !== undefined && (
        <Alert color="red" variant="light" role="alert">
          {problem}
        </Alert>
      )}
      <fieldset className={classes.fieldset}>
        <legend className={classes.legend}>If you allow it, {application.name} can:</legend>
        <ul className={classes.scopes}>
          {scopes.map((scope) => (
            <ScopeRow
              key={scope.name}
              scope={scope}
              isTicked={ticked.has(scope.name)}
              onTick={(isTicked) => tick(scope.name, isTicked)}
            />
          ))}
        </ul>
      </fieldset>
      <Text size="xs" c="var(--quiet-text)">
        It never sees your password.{' '}
        {userCode === undefined ? (
          <>
            You will go back to <b>{redirectHost}</b>.
          </>
        ) : (
          'Afterwards you can go back to your device.'
        )}
        {ticked.size === 0 && ' Nothing is ticked: tick what it may do, or deny.'}
      </Text>
      <Group grow gap="sm">
        <Button variant="default" size="md" loading={pending === 'deny'} onClick={() => void answer(false)}>
          Deny
        </Button>
        <Button
          size="md"
          loading={pending === 'allow'}
          disabled={ticked.size === 0}
          onClick={() => void answer(true)}
        >
          Allow
        </Button>
      </Group>
      {user !== undefined && (
        <Text size="sm" ta="center" c="var(--quiet-text)">
          Signed in as <b>{user.displayName}</b>.{' '}
          <Anchor
            component="button"
            type="button"
            underline="always"
            onClick={() =>
              void run('sign-out', async () => {
                await signOut(id);
                onSignedOut();
              })
            }
          >
            Not you?
          </Anchor>{' '}
          ·{' '}
          <Anchor href={accountSecurity.page} target="_blank" underline="always">
            Your account
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}

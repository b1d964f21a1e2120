import { Anchor, Avatar, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { accountSecurity } from '../../../lib/portal-paths';
import { ProblemAlert } from '../../ui/problem';
import read from '../../ui/read.module.css';
import { takeFocus } from '../../ui/take-focus';
import { useTitle } from '../../ui/use-title';
import { type Interaction, sendConsent, signOut } from './api';
import { ApplicationFacts } from './application-facts';
import { AskedDetails } from './asked-details';
import { AskedScopes } from './asked-scopes';
import form from './consent-form.module.css';
import { BackchannelWarning } from './backchannel-warning';
import { tellDestination } from './destination';
import { DeviceWarning } from './device-warning';

interface Properties {
  readonly id: string;
  readonly interaction: Interaction;
  readonly onSignedOut: () => void;
}

type Act = 'allow' | 'deny' | 'block' | 'sign-out';

/** Where the browser goes when this is answered. */
function WhereNext({
  interaction: { redirectHost, userCode, backchannel },
}: Pick<Properties, 'interaction'>) {
  const { t } = useTranslation('interaction');
  if (userCode !== undefined) return t('consent.backToDevice');
  if (backchannel !== undefined) return t('backchannel.next');
  const destination = tellDestination(redirectHost);
  if (destination.kind === 'loopback') return t('consent.backToLoopback');
  return destination.kind === 'scheme' ? (
    <Trans t={t} i18nKey="consent.backToApp" components={{ scheme: <b>{destination.scheme}</b> }} />
  ) : (
    <Trans t={t} i18nKey="consent.backTo" components={{ host: <b>{destination.host}</b> }} />
  );
}

function withTick<T>(ticked: ReadonlySet<T>, one: T, isTicked: boolean): ReadonlySet<T> {
  const next = new Set(ticked);
  if (isTicked) next.add(one);
  else next.delete(one);
  return next;
}

/** Who asks, for what, in plain words; each new scope can be unticked. */
export function ConsentForm({ id, interaction, onSignedOut }: Properties) {
  const { t } = useTranslation('interaction');
  const { application, scopes, details = [], user, userCode, backchannel } = interaction;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(scopes.map(({ name }) => name)));
  const [tickedDetails, setTickedDetails] = useState<ReadonlySet<number>>(new Set(details.keys()));
  const [problem, setProblem] = useState<unknown>();
  const [pending, setPending] = useState<Act>();

  useTitle(t('consent.documentTitle', { application: application.name }));

  const isNothingTicked = ticked.size === 0 && tickedDetails.size === 0;

  async function run(what: Act, work: () => Promise<void>): Promise<void> {
    setPending(what);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(error);
      setPending(undefined);
    }
  }

  const answer = (act: 'allow' | 'deny' | 'block'): Promise<void> =>
    run(act, async () => {
      const isAllowed = act === 'allow';
      const { location: next } = await sendConsent(
        id,
        isAllowed,
        isAllowed ? [...ticked] : [],
        isAllowed ? [...tickedDetails] : [],
        act === 'block',
      );
      location.assign(next);
    });

  return (
    <Stack gap="md">
      <Group justify="center" gap="sm" aria-hidden="true">
        <Avatar size={48} radius="md" src={application.logoUrl} name={application.name} color="gate" />
        <IconArrowRight size={20} color="var(--quiet-text)" />
        <Avatar size={48} radius="xl" name={user?.displayName ?? ''} color="gray" />
      </Group>
      <Title order={1} size="h3" ta="center" ref={takeFocus} tabIndex={-1} className={read.read}>
        {t('consent.title', { application: application.name })}
      </Title>
      <ApplicationFacts application={application} />
      {userCode !== undefined && <DeviceWarning application={application.name} userCode={userCode} />}
      {backchannel !== undefined && (
        <BackchannelWarning application={application.name} message={backchannel.bindingMessage} />
      )}
      <ProblemAlert error={problem} />
      <AskedDetails
        application={application.name}
        details={details}
        ticked={tickedDetails}
        onTick={(place, isTicked) => setTickedDetails(withTick(tickedDetails, place, isTicked))}
      />
      <AskedScopes
        application={application.name}
        scopes={scopes}
        ticked={ticked}
        onTick={(name, isTicked) => setTicked(withTick(ticked, name, isTicked))}
      />
      <Text size="xs" c="var(--quiet-text)">
        {t('consent.password')} <WhereNext interaction={interaction} />
        {isNothingTicked && ` ${t('consent.nothingTicked')}`}
      </Text>
      <Group grow gap="sm">
        <Button variant="default" size="md" loading={pending === 'deny'} onClick={() => void answer('deny')}>
          {t('consent.deny')}
        </Button>
        <Button
          size="md"
          loading={pending === 'allow'}
          disabled={isNothingTicked}
          onClick={() => void answer('allow')}
        >
          {t('consent.allow')}
        </Button>
      </Group>
      {backchannel !== undefined && (
        <Button
          variant="subtle"
          color="red"
          size="sm"
          classNames={{ root: form.notMe, label: form.notMeLabel }}
          loading={pending === 'block'}
          onClick={() => void answer('block')}
        >
          {t('backchannel.notMe')}
        </Button>
      )}
      {user !== undefined && (
        <Text size="sm" ta="center" c="var(--quiet-text)">
          <Trans t={t} i18nKey="consent.signedInAs" components={{ name: <b>{user.displayName}</b> }} />{' '}
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
            {t('consent.notYou')}
          </Anchor>{' '}
          ·{' '}
          <Anchor href={accountSecurity.page} target="_blank" underline="always">
            {t('consent.account')}
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}

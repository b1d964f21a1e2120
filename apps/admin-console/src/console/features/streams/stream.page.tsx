import type { StreamDetail } from '@gatehouse/dto';
import { Alert, Anchor, Code, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlayerPause } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { formatDateTime, formatNumber } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { useStream } from './api';
import { StreamActions } from './stream-actions';
import classes from './streams.module.css';
import { describeSignal, StateBadge } from './words';

function Facts({ facts }: { readonly facts: Readonly<Record<string, ReactNode>> }) {
  return (
    <dl className={classes.facts}>
      {Object.entries(facts).map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Properties {
  readonly stream: StreamDetail;
}

/** Why nothing comes, before anything else. */
function Notes({ stream: { status, reason, isHeld, lastError, failedAt } }: Properties) {
  const { t } = useTranslation('streams');
  return (
    <>
      {status !== 'enabled' && (
        <Alert
          color="yellow"
          variant="light"
          icon={<IconPlayerPause aria-hidden />}
          title={t(isHeld ? 'notes.byOperator' : 'notes.byReceiver')}
        >
          {t(`notes.${status}`)}
          {reason !== null && <Text size="sm">{t('notes.reason', { reason })}</Text>}
        </Alert>
      )}
      {lastError !== null && (
        <Alert
          color="red"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title={t('notes.failing', { time: failedAt === null ? '–' : formatDateTime(failedAt) })}
        >
          <span lang="en">{lastError}</span>
        </Alert>
      )}
    </>
  );
}

function Progress({ stream }: Properties) {
  const { t } = useTranslation('streams');
  const say = (moment: string | null): string => (moment === null ? t('never') : formatDateTime(moment));
  return (
    <Section title={t('progress.title')} hint={t('progress.hint')}>
      <Facts
        facts={{
          [t('columns.state')]: <StateBadge stream={stream} />,
          [t('columns.taken')]: say(stream.takenAt),
          [t('columns.verified')]: say(stream.verifiedAt),
          [t('progress.waiting')]: formatNumber(stream.waiting),
          [t('progress.failed')]: formatNumber(stream.failed),
        }}
      />
    </Section>
  );
}

function SignalList({ uris, none }: { readonly uris: readonly string[]; readonly none: string }) {
  if (uris.length === 0) return none;
  return uris.map((uri) => (
    <div key={uri}>
      {describeSignal(uri)}
      {describeSignal(uri) !== uri && (
        <div>
          <Code className={classes.address ?? ''}>{uri}</Code>
        </div>
      )}
    </div>
  ));
}

function Receiver({ stream }: Properties) {
  const { t } = useTranslation('streams');
  const { delivery, pushUrl, applicationId, applicationName, clientId, subjects, removedSubjects } = stream;
  return (
    <Section title={t('receiver.title')} hint={t('receiver.hint')}>
      <Facts
        facts={{
          [t('receiver.application')]: (
            <Anchor component={Link} to={pages.application(applicationId)}>
              {applicationName}
            </Anchor>
          ),
          [t('receiver.client')]: (
            <Anchor component={Link} to={pages.client(applicationId, clientId)}>
              <Code>{clientId}</Code>
            </Anchor>
          ),
          [t('receiver.delivery')]: (
            <>
              {t(`delivery.${delivery}`)}
              {pushUrl !== null && (
                <Text size="sm" className={classes.address ?? ''}>
                  {pushUrl}
                </Text>
              )}
              {stream.hasAuthorization && (
                <Text size="sm" c="var(--quiet-text)">
                  {t('receiver.withAuthorization')}
                </Text>
              )}
            </>
          ),
          [t('receiver.requested')]: <SignalList uris={stream.requested} none={t('receiver.everything')} />,
          [t('receiver.delivered')]: <SignalList uris={stream.delivered} none={t('receiver.nothing')} />,
          [t('receiver.subjects')]: (
            <>
              {t('receiver.users', { count: subjects, number: formatNumber(subjects) })}
              {removedSubjects > 0 && (
                <Text size="sm" c="var(--quiet-text)">
                  {t('receiver.removed', { count: removedSubjects, number: formatNumber(removedSubjects) })}
                </Text>
              )}
            </>
          ),
          [t('receiver.since')]: formatDateTime(stream.createdAt),
          ...(stream.description !== null && { [t('receiver.description')]: stream.description }),
        }}
      />
    </Section>
  );
}

/** A stream: how it goes, who receives it, and what an operator can do. */
export function StreamPage() {
  const { t } = useTranslation('streams');
  const { id = '' } = useParams();
  const back = { to: pages.streams, label: t('title') };
  return (
    <LoadedPage result={useStream(id)} title={t('title')} back={back}>
      {(stream) => (
        <Page
          title={stream.applicationName}
          description={t('one')}
          back={back}
          actions={<StreamActions stream={stream} />}
        >
          <Notes stream={stream} />
          <Progress stream={stream} />
          <Receiver stream={stream} />
        </Page>
      )}
    </LoadedPage>
  );
}

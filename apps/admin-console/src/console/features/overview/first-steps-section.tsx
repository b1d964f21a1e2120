import type { ApiDetail } from '@gatehouse/dto';
import { Anchor, Button, Group, Paper, Text, Title } from '@mantine/core';
import { IconCheck, IconRocket } from '@tabler/icons-react';
import i18next from 'i18next';
import { type ReactNode, useEffect, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { ApiError } from '../../../lib/api-client';
import { describeProblem } from '../../../lib/form-problems';
import { type FirstSteps, useFirstSteps } from '../../../lib/first-steps';
import { firstSteps, pages } from '../../../lib/paths';
import { dismiss, useDismissals } from './api';
import { FirstCallStep } from './first-call-step';
import { ensureScope, findFreePath, useFirstApi, useFirstApplication } from './first-steps-api';
import classes from './first-steps.module.css';

const KEY = 'first-steps';
const SCOPE = 'hello';

interface StepProperties {
  readonly number: number;
  readonly title: string;
  readonly state: 'done' | 'open' | 'later';
  readonly children: ReactNode;
}

function Step({ number, title, state, children }: StepProperties) {
  const { t } = useTranslation('overview');
  return (
    <li className={classes.step} data-state={state} aria-current={state === 'open' ? 'step' : undefined}>
      <span className={classes.number} aria-hidden>
        {state === 'done' ? <IconCheck size={18} stroke={2.4} /> : number}
      </span>
      <div className={classes.stepContent}>
        <Title order={3} size="h5">
          {title}
          {state === 'done' && <span className="visually-hidden"> {t('guide.stepDone')}</span>}
        </Title>
        {children}
      </div>
    </li>
  );
}

const Hint = ({ children }: { readonly children: ReactNode }) => (
  <Text size="sm" c="var(--quiet-text)">
    {children}
  </Text>
);

/** Makes what the prefilled form needs, and opens it. */
function PublishButton() {
  const { t } = useTranslation('overview');
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  async function open(): Promise<void> {
    setBusy(true);
    try {
      await ensureScope(SCOPE);
      await navigate(firstSteps.newApi(await findFreePath()));
    } catch (failure) {
      setError(
        failure instanceof ApiError ? describeProblem(failure).detail : i18next.t('overview:guide.tryLater'),
      );
      setBusy(false);
    }
  }
  return (
    <>
      <Button size="sm" loading={isBusy} onClick={() => void open()}>
        {t('guide.api.title')}
      </Button>
      {error !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </>
  );
}

function ApiStep({ api }: { readonly api: ApiDetail | undefined }) {
  const { t } = useTranslation('overview');
  if (api !== undefined) {
    return (
      <Step number={1} title={t('guide.api.title')} state="done">
        <Hint>
          <Trans
            t={t}
            i18nKey="guide.api.done"
            components={{
              api: (
                <Anchor component={Link} to={pages.api(api.id)} underline="always">
                  {api.name}
                </Anchor>
              ),
              path: <span>{api.basePath}</span>,
            }}
          />
        </Hint>
      </Step>
    );
  }
  return (
    <Step number={1} title={t('guide.api.title')} state="open">
      <Hint>{t('guide.api.hint', { scope: SCOPE })}</Hint>
      <Group gap="sm" mt="sm">
        <PublishButton />
        <Anchor component={Link} to={pages.importApi} size="sm">
          {t('guide.api.import')}
        </Anchor>
      </Group>
    </Step>
  );
}

interface ApplicationStepProperties {
  readonly application: { readonly id: string; readonly name: string } | undefined;
  readonly api: ApiDetail | undefined;
}

function ApplicationStep({ application, api }: ApplicationStepProperties) {
  const { t } = useTranslation('overview');
  if (application !== undefined) {
    return (
      <Step number={2} title={t('guide.application.title')} state="done">
        <Hint>
          <Trans
            t={t}
            i18nKey="guide.application.done"
            components={{
              application: (
                <Anchor component={Link} to={pages.application(application.id)} underline="always">
                  {application.name}
                </Anchor>
              ),
            }}
          />
        </Hint>
      </Step>
    );
  }
  return (
    <Step number={2} title={t('guide.application.title')} state={api === undefined ? 'later' : 'open'}>
      <Hint>{t('guide.application.hint')}</Hint>
      {api !== undefined && (
        <Button
          component={Link}
          to={firstSteps.newApplication(api.routes.flatMap(({ scopes }) => scopes)[0] ?? SCOPE)}
          size="sm"
          mt="sm"
        >
          {t('guide.application.title')}
        </Button>
      )}
    </Step>
  );
}

const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

interface GuideProperties {
  readonly steps: FirstSteps;
  readonly onCall: (requestId: string) => void;
  readonly onAway: () => void;
  readonly onAgain: () => void;
}

function Guide({ steps, onCall, onAway, onAgain }: GuideProperties) {
  const { t } = useTranslation(['overview', 'ui']);
  const api = useFirstApi(steps.apiId);
  const application = useFirstApplication(steps.applicationId);
  const isLost = isGone(api.error) || isGone(application.error);
  useEffect(() => {
    // What was made here was deleted since.
    if (isLost) onAgain();
  }, [isLost]);
  const isDone = steps.requestId !== undefined;
  return (
    <Paper
      withBorder
      p="lg"
      component="section"
      aria-label={t('guide.label')}
      className={classes.guide ?? ''}
    >
      <Group gap="sm" justify="flex-end" align="flex-start">
        <Group gap="sm" wrap="nowrap" align="flex-start" flex="1 1 15rem">
          <IconRocket size={24} aria-hidden className={classes.rocket} />
          <div>
            <Title order={2} size="h4">
              {isDone ? t('guide.doneTitle') : t('guide.title')}
            </Title>
            <Hint>{isDone ? t('guide.doneHint') : t('guide.hint')}</Hint>
          </div>
        </Group>
        <Button variant="subtle" size="compact-sm" onClick={onAway} className={classes.skip ?? ''}>
          {isDone ? t('ui:close') : t('guide.skip')}
        </Button>
      </Group>
      <ol className={classes.steps}>
        <ApiStep api={api.data} />
        <ApplicationStep application={application.data} api={api.data} />
        <Step
          number={3}
          title={t('guide.call.title')}
          state={
            isDone ? 'done' : api.data !== undefined && application.data !== undefined ? 'open' : 'later'
          }
        >
          <FirstCallStep
            api={application.data === undefined ? undefined : api.data}
            clientId={steps.clientId}
            applicationId={steps.applicationId}
            requestId={steps.requestId}
            onCall={onCall}
          />
        </Step>
      </ol>
    </Paper>
  );
}

/** Leads whoever is new through the first API, until they put it away; the help menu brings it back. */
export function FirstStepsSection() {
  const [address, setAddress] = useSearchParams();
  const dismissals = useDismissals();
  const [steps, note, begin] = useFirstSteps();
  const isAsked = address.has('guide');
  if (dismissals.data === undefined || (dismissals.data.has(KEY) && !isAsked)) return null;

  function putAway(): void {
    if (isAsked) setAddress({}, { replace: true });
    if (steps.requestId !== undefined) begin();
    void dismiss(KEY);
  }
  return <Guide steps={steps} onCall={(requestId) => note({ requestId })} onAway={putAway} onAgain={begin} />;
}

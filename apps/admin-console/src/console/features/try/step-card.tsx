import type { ClientDetail } from '@gatehouse/dto';
import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconExternalLink, IconEye, IconEyeOff, IconPlayerPlay } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { AnswerView } from './answer-view';
import { CodeBlock } from './code-block';
import { type BrowserStep, type MissingId, type RequestStep, rfc, type Step } from './flows/setting';
import { needsProof } from './proven-request';
import { hasSecret, writeRequest } from './request-text';
import classes from './try.module.css';
import type { StepResult, Trial } from './use-trial';

const PROOF = rfc(9449, '4.2');

interface ActionProperties<S extends Step> {
  readonly step: S;
  readonly trial: Trial;
  readonly missing: MissingId | undefined;
}

function Request({ step, trial, missing }: ActionProperties<RequestStep>) {
  const { t } = useTranslation('try');
  const [isRevealed, setRevealed] = useState(false);
  const request = step.build(trial.setting);
  const isSecret = hasSecret(request);
  const isProven = needsProof(step, request, trial.setting);
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {t('step.request')}
        </Text>
        {isSecret && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-pressed={isRevealed}
            leftSection={
              isRevealed ? <IconEyeOff size={14} aria-hidden /> : <IconEye size={14} aria-hidden />
            }
            onClick={() => setRevealed(!isRevealed)}
          >
            {t(isRevealed ? 'step.hide' : 'step.show')}
          </Button>
        )}
      </Group>
      <CodeBlock label={t('step.request')} text={writeRequest(request, isRevealed)} />
      {isProven && (
        <Text size="sm" c="var(--quiet-text)">
          {t(step.id === 'call-api' ? 'step.proofOfToken' : 'step.proof')}{' '}
          <Anchor href={PROOF.href} target="_blank" rel="noreferrer" underline="always" size="sm">
            {PROOF.name}
          </Anchor>
        </Text>
      )}
      <Group gap="sm">
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          disabled={missing !== undefined}
          loading={trial.running === step.id}
          onClick={() => void trial.run(step)}
        >
          {t('step.run')}
        </Button>
        {missing !== undefined && (
          <Text size="sm" c="var(--quiet-text)">
            {t(`missing.${missing}`)}
          </Text>
        )}
      </Group>
    </Stack>
  );
}

function BrowserAction({ step, trial, missing }: ActionProperties<BrowserStep>) {
  const { t } = useTranslation('try');
  const { userCode } = trial.setting.values;
  return (
    <Stack gap="xs">
      {missing === undefined && (
        <>
          <Text size="sm" fw={600}>
            {t('step.address')}
          </Text>
          <CodeBlock label={t('step.address')} text={step.buildUrl(trial.setting)} />
        </>
      )}
      {step.id === 'answer-device' && userCode !== '' && (
        <Text size="sm">
          <Trans t={t} i18nKey="step.userCode" values={{ code: userCode }} components={{ code: <b /> }} />
        </Text>
      )}
      <Group gap="sm">
        <Button
          leftSection={<IconExternalLink size={16} aria-hidden />}
          disabled={missing !== undefined}
          onClick={() => void trial.open(step)}
        >
          {t(`actions.${step.id}`)}
        </Button>
        <Text size="sm" c="var(--quiet-text)">
          {missing === undefined
            ? t(step.comesBack ? 'step.comesBack' : 'step.newTab')
            : t(`missing.${missing}`)}
        </Text>
      </Group>
    </Stack>
  );
}

function stateOf({ failure, problem, answer, isDone }: StepResult): 'open' | 'done' | 'failed' {
  if (failure !== undefined || problem !== undefined) return 'failed';
  return answer !== undefined || isDone === true ? 'done' : 'open';
}

interface Properties {
  readonly number: number;
  readonly step: Step;
  readonly trial: Trial;
  readonly client: ClientDetail;
  /** What the operator chooses for this step. */
  readonly children?: ReactNode;
}

/** One step: what it does, what is sent, and what came back. */
export function StepCard({ number, step, trial, client, children }: Properties) {
  const { t } = useTranslation('try');
  const id = useId();
  const result = trial.results[step.id] ?? {};
  const state = stateOf(result);
  const missing = step.findMissing(trial.setting);
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby={id}>
      <Stack gap="md">
        <div className={classes.stepHead}>
          <span className={classes.number} data-state={state} aria-hidden>
            {number}
          </span>
          <div>
            <Title order={3} size="h4" id={id}>
              {t(`steps.${step.id}.title`)}
              {state !== 'open' && <span className="visually-hidden">{t(`step.${state}`)}</span>}
            </Title>
            <Text size="sm" c="var(--quiet-text)" mt={2}>
              {t(`steps.${step.id}.sentence`)}{' '}
              <Anchor
                href={step.reference.href}
                target="_blank"
                rel="noreferrer"
                underline="always"
                size="sm"
              >
                {step.reference.name}
              </Anchor>
            </Text>
          </div>
        </div>
        {children}
        {step.kind === 'request' ? (
          <Request step={step} trial={trial} missing={missing} />
        ) : (
          <BrowserAction step={step} trial={trial} missing={missing} />
        )}
        <div role="status">
          {(state !== 'open' || result.isAwaited === true) && (
            <AnswerView result={result} client={client} stepId={step.id} />
          )}
        </div>
      </Stack>
    </Paper>
  );
}

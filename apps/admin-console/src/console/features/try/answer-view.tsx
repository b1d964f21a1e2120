import type { ClientDetail, TrialResponse } from '@gatehouse/dto';
import { Alert, Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatMilliseconds } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { type Failure, findHeader, listTellingHeaders, readJson } from './answer';
import { CodeBlock } from './code-block';
import { explainFailure } from './explain';
import type { StepId } from './flows/setting';
import { findJwts, type NamedJwt } from './jwt';
import classes from './try.module.css';
import type { StepResult } from './use-trial';

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

function writeBody(response: TrialResponse, t: TFunction<'try'>): string {
  if (!response.isText) return t('answer.notText');
  const json = readJson(response);
  const text = json === undefined ? response.body : pretty(json);
  return text === '' ? t('answer.empty') : text + (response.isCut ? `\n${t('answer.cut')}` : '');
}

function Decoded({ name, header, payload }: NamedJwt) {
  const { t } = useTranslation('try');
  return (
    <details className={classes.details}>
      <summary>{t('answer.jwt', { name })}</summary>
      <Stack gap="xs">
        <CodeBlock label={t('answer.header', { name })} text={pretty(header)} />
        <CodeBlock label={t('answer.payload', { name })} text={pretty(payload)} />
      </Stack>
    </details>
  );
}

interface FailureProperties {
  readonly failure: Failure;
  readonly client: ClientDetail;
  readonly stepId: StepId;
}

/** What the server says, what that means, and what to do. */
function FailureNotice({ failure, client, stepId }: FailureProperties) {
  const { t } = useTranslation('try');
  const { meaning, next, values = {} } = explainFailure(failure, client, stepId);
  const refused =
    failure.status === 0 ? t('answer.refused') : t('answer.refusedWith', { status: failure.status });
  const description = failure.problem === undefined ? failure.description : t(`callback.${failure.problem}`);
  const title = failure.code === '' ? refused : failure.code;
  // Nobody has done wrong while a device waits.
  const color = failure.code === 'authorization_pending' ? 'blue' : 'red';
  return (
    <Alert color={color} variant="light" icon={<IconAlertTriangle aria-hidden />} title={title}>
      <Stack gap={6}>
        <Text size="sm">{t(`explain.meaning.${meaning}`)}</Text>
        {description !== '' && <Text size="sm">{t('answer.serverSays', { words: description })}</Text>}
        <Text size="sm">
          <Trans
            t={t}
            i18nKey="answer.toDo"
            values={{ next: t(`explain.next.${next}`, { scopes: '', clients: '', grants: '', ...values }) }}
            components={{ b: <b /> }}
          />
        </Text>
      </Stack>
    </Alert>
  );
}

function Response({
  response,
  durationMs,
}: {
  readonly response: TrialResponse;
  readonly durationMs: number;
}) {
  const { t } = useTranslation('try');
  const headers = listTellingHeaders(response).map(({ name, value }) => `${name}: ${value}`);
  const body = writeBody(response, t);
  const text = [...headers, ...(headers.length > 0 ? [''] : []), body].join('\n');
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {t('answer.title')}
        </Text>
        <Badge color={response.status < 400 ? 'gate' : 'red'} variant="light">
          {response.status}
        </Badge>
        <Text size="sm" c="var(--quiet-text)">
          {formatMilliseconds(durationMs)}
        </Text>
      </Group>
      <CodeBlock label={t('answer.title')} text={text} copied={body} />
      {findJwts(readJson(response) ?? {}).map((jwt) => (
        <Decoded key={jwt.name} {...jwt} />
      ))}
    </Stack>
  );
}

interface Properties {
  readonly result: StepResult;
  readonly client: ClientDetail;
  readonly stepId: StepId;
}

/** What came back from a step. */
export function AnswerView({ result, client, stepId }: Properties) {
  const { t } = useTranslation('try');
  const { answer, failure, problem, isDone, isAwaited } = result;
  const response = answer?.response ?? undefined;
  const requestId = response && stepId === 'call-api' ? findHeader(response, 'x-request-id') : undefined;
  return (
    <Stack gap="sm">
      {problem !== undefined && (
        <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={t('answer.none')}>
          {problem}
        </Alert>
      )}
      {failure !== undefined && <FailureNotice failure={failure} client={client} stepId={stepId} />}
      {isAwaited === true && (
        <Alert color="blue" variant="light" title={t('answer.waiting')}>
          {t('answer.waitingText')}
        </Alert>
      )}
      {isDone === true && (
        <Alert color="gate" variant="light" title={t('answer.code')}>
          {t('answer.codeText')}
        </Alert>
      )}
      {response !== undefined && <Response response={response} durationMs={answer?.durationMs ?? 0} />}
      {requestId !== undefined && (
        <Text size="sm">
          <Anchor component={Link} to={pages.call(requestId)} underline="always">
            {t('answer.checked')}
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}

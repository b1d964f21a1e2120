import type { ClientDetail, TrialResponse } from '@gatehouse/dto';
import { Alert, Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'react-router';
import { formatMilliseconds } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { type Failure, findHeader, listTellingHeaders, readJson } from './answer';
import { CodeBlock } from './code-block';
import { explainFailure } from './explain';
import { findJwts, type NamedJwt } from './jwt';
import classes from './try.module.css';
import type { StepResult } from './use-trial';

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

function writeBody(response: TrialResponse): string {
  if (!response.isText) return '(not text)';
  const json = readJson(response);
  const text = json === undefined ? response.body : pretty(json);
  return text === '' ? '(empty)' : text + (response.isCut ? '\n… (cut)' : '');
}

function Decoded({ name, header, payload }: NamedJwt) {
  return (
    <details className={classes.details}>
      <summary>{name} is a JWT: what it says</summary>
      <Stack gap="xs">
        <CodeBlock label={`Header of ${name}`} text={pretty(header)} />
        <CodeBlock label={`Payload of ${name}`} text={pretty(payload)} />
      </Stack>
    </details>
  );
}

interface FailureProperties {
  readonly failure: Failure;
  readonly client: ClientDetail;
  readonly stepId: string;
}

/** What the server says, what that means, and what to do. */
function FailureNotice({ failure, client, stepId }: FailureProperties) {
  const { meaning, next } = explainFailure(failure, client, stepId);
  const title =
    failure.code === '' ? `Refused${failure.status === 0 ? '' : ` (${failure.status})`}` : failure.code;
  // Nobody has done wrong while a device waits.
  const color = failure.code === 'authorization_pending' ? 'blue' : 'red';
  return (
    <Alert color={color} variant="light" icon={<IconAlertTriangle aria-hidden />} title={title}>
      <Stack gap={6}>
        <Text size="sm">{meaning}</Text>
        {failure.description !== '' && <Text size="sm">The server says: “{failure.description}”</Text>}
        <Text size="sm">
          <b>What to do:</b> {next}
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
  const headers = listTellingHeaders(response).map(({ name, value }) => `${name}: ${value}`);
  const body = writeBody(response);
  const text = [...headers, ...(headers.length > 0 ? [''] : []), body].join('\n');
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Text size="sm" fw={600}>
          Answer
        </Text>
        <Badge color={response.status < 400 ? 'gate' : 'red'} variant="light">
          {response.status}
        </Badge>
        <Text size="sm" c="var(--quiet-text)">
          {formatMilliseconds(durationMs)}
        </Text>
      </Group>
      <CodeBlock label="Answer" text={text} copied={body} />
      {findJwts(readJson(response) ?? {}).map((jwt) => (
        <Decoded key={jwt.name} {...jwt} />
      ))}
    </Stack>
  );
}

interface Properties {
  readonly result: StepResult;
  readonly client: ClientDetail;
  readonly stepId: string;
}

/** What came back from a step. */
export function AnswerView({ result, client, stepId }: Properties) {
  const { answer, failure, problem, isDone, isAwaited } = result;
  const response = answer?.response ?? undefined;
  const requestId = response && stepId === 'call-api' ? findHeader(response, 'x-request-id') : undefined;
  return (
    <Stack gap="sm">
      {problem !== undefined && (
        <Alert
          color="red"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title="There is no answer"
        >
          {problem}
        </Alert>
      )}
      {failure !== undefined && <FailureNotice failure={failure} client={client} stepId={stepId} />}
      {isAwaited === true && (
        <Alert color="blue" variant="light" title="Waiting for the browser to come back">
          What comes back is shown here by itself. Does the other tab show an error instead? What is wrong
          with the client or its redirect URI is told there, and never to the application (RFC 6749 §4.1.2.1).
        </Alert>
      )}
      {isDone === true && (
        <Alert color="gate" variant="light" title="The code is here">
          State and issuer are those that were expected. Redeem it now: it counts for a minute or so.
        </Alert>
      )}
      {response !== undefined && <Response response={response} durationMs={answer?.durationMs ?? 0} />}
      {requestId !== undefined && (
        <Text size="sm">
          <Anchor component={Link} to={pages.call(requestId)} underline="always">
            See what the gateway checked
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}

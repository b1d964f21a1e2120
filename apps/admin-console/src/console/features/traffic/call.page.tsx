import type { CallExplanation, CallRule } from '@gatehouse/dto';
import { Alert, Anchor, Code, List, Stack, Text } from '@mantine/core';
import { IconZoomQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { CallStatus } from '../../../components/ui/call-status';
import { Page, Section } from '../../../components/ui/page';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { ApiError } from '../../../lib/api-client';
import { describeCheck } from '../../../lib/check-words';
import { formatBytes, formatDateTime, formatDuration, formatMilliseconds } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { useCall } from './api';
import { CheckList } from './check-list';
import { Facts } from './facts';
import { LineageSection, Scopes } from './lineage-section';
import classes from './traffic.module.css';
import { RequestIdSearch } from './traffic-filters';

function describeVerdict({ status, check, refusal, upstream, cache }: CallExplanation): string {
  if (check !== null) return `The gateway refused it. ${refusal?.detail ?? `${describeCheck(check)}.`}`;
  if (status === 0) return 'The client went away before there was an answer.';
  if (upstream === null) {
    return cache === 'hit'
      ? 'The gateway let it pass, and answered it from its cache.'
      : 'The gateway let it pass, and answered it itself.';
  }
  if (status >= 500) return 'The gateway let it pass; the upstream failed.';
  if (status >= 400) return 'The gateway let it pass; the upstream said no.';
  return 'The gateway let it pass, and the upstream answered.';
}

const ACCESS = {
  public: 'Public: anybody may call',
  authenticated: 'Any valid credential',
  scopes: 'With scopes',
} as const;

function RuleSection({ rule, call }: { readonly rule: CallRule; readonly call: CallExplanation }) {
  const methods = rule.methods.length === 0 ? 'Every method' : rule.methods.join(', ');
  return (
    <Section title="Rule" hint="The route, as it was when the call came.">
      <Facts
        facts={[
          [
            'Route',
            <span key="route">
              {methods} <Code>{rule.path}</Code>
            </span>,
          ],
          ['Who may call', ACCESS[rule.access]],
          [
            rule.scopeMatch === 'any' ? 'Needs one scope of' : 'Needs scopes',
            rule.access === 'scopes' ? <Scopes names={rule.scopes} /> : undefined,
          ],
          ['Scopes of the caller', rule.access === 'public' ? undefined : <Scopes names={call.scopes} />],
          ['Audience', call.audience],
          ['Sign-in', rule.acr],
          ['Signed in within', rule.maxAgeSeconds === null ? undefined : formatDuration(rule.maxAgeSeconds)],
        ]}
      />
    </Section>
  );
}

const CACHE_WORDS: Readonly<Record<NonNullable<CallExplanation['cache']>, string>> = {
  hit: 'Answered by it',
  revalidated: 'Answered by it, after the upstream had said that nothing has changed',
  stale: 'Answered by it, because the upstream failed',
  miss: 'Had nothing to answer with',
  bypass: 'Not asked: the call was for the upstream alone',
};

function describeUpstream({ upstream, cache }: CallExplanation): ReactNode {
  if (upstream === null) return cache === 'hit' ? 'Not needed' : 'Not called';
  const tries = upstream.attempts > 1 ? `, ${upstream.attempts} attempts` : '';
  const time =
    upstream.headMs === null ? 'no answer' : `answered after ${formatMilliseconds(upstream.headMs)}`;
  return (
    <>
      <Code>{upstream.target}</Code> {time}
      {tries}
    </>
  );
}

function CallSection({ call }: { readonly call: CallExplanation }) {
  return (
    <Section title="Call">
      <Facts
        facts={[
          ['Ended', formatDateTime(call.at)],
          ['Took', formatMilliseconds(call.durationMs)],
          ['API', call.api?.name ?? 'None'],
          [
            'Application',
            call.application === null ? undefined : (
              <Anchor component={Link} to={pages.application(call.application.id)} underline="always">
                {call.application.name}
              </Anchor>
            ),
          ],
          ['Credential', call.credential === null ? undefined : call.credential.replace('-', ' ')],
          ['Issuer', call.outside?.issuer],
          ['Client there', call.outside?.clientId ?? undefined],
          ['Subject there', call.outside?.subject ?? undefined],
          ['Upstream', describeUpstream(call)],
          ['Cache', call.cache === null ? undefined : CACHE_WORDS[call.cache]],
          [
            'Bodies',
            `${formatBytes(call.bytesIn)} in, ${formatBytes(call.bytesOut)} out${call.isComplete ? '' : ', cut off'}`,
          ],
          ['Node', call.node],
          ['Request ID', <Code key="id">{call.requestId}</Code>],
        ]}
      />
    </Section>
  );
}

function Explanation({ call }: { readonly call: CallExplanation }) {
  const isWrong = call.check !== null || call.status === 0 || call.status >= 400;
  return (
    <Stack>
      <Alert
        color={isWrong ? 'red' : 'gate'}
        variant="light"
        title={
          <span className={classes.path}>
            <CallStatus status={call.status} /> {call.method} {call.path}
          </span>
        }
      >
        <Text>{describeVerdict(call)}</Text>
        {call.advice.length > 0 && (
          <>
            <Text fw={600} mt="sm">
              What to do next
            </Text>
            <List size="sm">
              {call.advice.map((line) => (
                <List.Item key={line}>{line}</List.Item>
              ))}
            </List>
          </>
        )}
      </Alert>
      <div className={classes.columns}>
        <Section title="Checks" hint="In this order; the first that refuses answers.">
          <CheckList call={call} />
        </Section>
        <Stack>
          {call.rule !== null && <RuleSection rule={call.rule} call={call} />}
          <LineageSection call={call} />
          <CallSection call={call} />
        </Stack>
      </div>
    </Stack>
  );
}

/** Why a call was answered as it was. */
export function CallPage() {
  const { requestId = '' } = useParams();
  const result = useCall(requestId);
  const isGone = result.error instanceof ApiError && result.error.status === 404;
  return (
    <Page
      title="Why?"
      description="Why a call was answered as it was."
      back={{ to: pages.traffic, label: 'Traffic' }}
      actions={<RequestIdSearch />}
    >
      {result.isSuccess ? (
        <Explanation call={result.data} />
      ) : isGone ? (
        <EmptyState icon={IconZoomQuestion} title="This call is not known">
          No call with the request ID <Code>{requestId}</Code> is kept. It may be older than calls are kept,
          have gone through unkept among many, or the ID may be of another system.
        </EmptyState>
      ) : result.isError ? (
        <ErrorState error={result.error} onRetry={() => void result.refetch()} />
      ) : (
        <ListSkeleton />
      )}
    </Page>
  );
}

import type { CallAdvice, CallExplanation } from '@gatehouse/dto';
import { Alert, Code, List, Stack, Text } from '@mantine/core';
import { IconZoomQuestion } from '@tabler/icons-react';
import i18next, { type ParseKeys, type TFunction } from 'i18next';
import { Trans, useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'react-router';
import { CallStatus } from '../../../components/ui/call-status';
import { Page, Section } from '../../../components/ui/page';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { ApiError } from '../../../lib/api-client';
import { describeCheck } from '../../../lib/check-words';
import { pages } from '../../../lib/paths';
import { useExplained } from './api';
import { CallSection, RuleSection } from './call-sections';
import { CheckList } from './check-list';
import { ErrorExplanation } from './error-explanation';
import { LineageSection } from './lineage-section';
import classes from './traffic.module.css';
import { RequestIdSearch } from './traffic-filters';

function describeVerdict(t: TFunction<'traffic'>, call: CallExplanation): string {
  const { status, check, refusal, upstream, cache } = call;
  // What the caller was told is told as it was.
  if (check !== null)
    return t('call.verdicts.refused', { detail: refusal?.detail ?? `${describeCheck(check)}.` });
  if (status === 0) return t('call.verdicts.left');
  if (upstream === null) return t(cache === 'hit' ? 'call.verdicts.cached' : 'call.verdicts.fixed');
  if (status >= 500) return t('call.verdicts.upstreamFailed');
  if (status >= 400) return t('call.verdicts.upstreamRefused');
  return t('call.verdicts.answered');
}

/** A text whose values are known at run time alone. */
interface Untyped {
  readonly t: (key: string, values: object) => string;
}

/** A newer server may know of more to do than this page. */
function describeAdvice({ code, values, text }: CallAdvice): string {
  const key: ParseKeys<'traffic'> = `advice.${code}`;
  return i18next.exists(`traffic:${key}`)
    ? (i18next as unknown as Untyped).t(`traffic:${key}`, values)
    : text;
}

function Explanation({ call }: { readonly call: CallExplanation }) {
  const { t } = useTranslation('traffic');
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
        <Text>{describeVerdict(t, call)}</Text>
        {call.advice.length > 0 && (
          <>
            <Text fw={600} mt="sm">
              {t('call.next')}
            </Text>
            <List size="sm">
              {call.advice.map((advice) => (
                <List.Item key={advice.code}>{describeAdvice(advice)}</List.Item>
              ))}
            </List>
          </>
        )}
      </Alert>
      <div className={classes.columns}>
        <Section title={t('checks.title')} hint={t('checks.hint')}>
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

/** Why a call, or a request to the authorization server, was answered as it was. */
export function CallPage() {
  const { t } = useTranslation('traffic');
  const { requestId = '' } = useParams();
  const result = useExplained(requestId);
  // From the list of errors: back to it, as it was.
  const { errors } = (useLocation().state ?? {}) as { readonly errors?: string };
  const isGone = result.error instanceof ApiError && result.error.status === 404;
  return (
    <Page
      title={t('call.title')}
      description={t('call.description')}
      back={
        errors === undefined
          ? { to: pages.traffic, label: t('title') }
          : { to: pages.errors + errors, label: t('errors.title') }
      }
      actions={<RequestIdSearch />}
    >
      {result.data?.kind === 'call' ? (
        <Explanation call={result.data.call} />
      ) : result.data?.kind === 'error' ? (
        <ErrorExplanation error={result.data.error} />
      ) : isGone ? (
        <EmptyState icon={IconZoomQuestion} title={t('call.unknownTitle')}>
          <Trans t={t} i18nKey="call.unknown" components={{ id: <Code>{requestId}</Code> }} />
        </EmptyState>
      ) : result.isError ? (
        <ErrorState error={result.error} onRetry={() => void result.refetch()} />
      ) : (
        <ListSkeleton />
      )}
    </Page>
  );
}

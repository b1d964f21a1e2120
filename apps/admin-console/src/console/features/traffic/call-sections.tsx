import type { CallExplanation, CallRule } from '@gatehouse/dto';
import { Anchor, Code } from '@mantine/core';
import i18next, { type TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DetailWords } from '../../../components/ui/detail-words';
import { Section } from '../../../components/ui/page';
import {
  formatBytes,
  formatDateTime,
  formatDuration,
  formatMilliseconds,
  formatNumber,
} from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { Facts } from './facts';
import { Scopes } from './lineage-section';

/** The rule that the call was held against. */
export function RuleSection({ rule, call }: { readonly rule: CallRule; readonly call: CallExplanation }) {
  const { t } = useTranslation('traffic');
  const methods = rule.methods.length === 0 ? t('call.rule.everyMethod') : rule.methods.join(', ');
  return (
    <Section title={t('call.rule.title')} hint={t('call.rule.hint')}>
      <Facts
        facts={[
          [
            t('call.rule.route'),
            <span key="route">
              {methods} <Code>{rule.path}</Code>
            </span>,
          ],
          [t('call.rule.who'), t(`call.rule.access.${rule.access}`)],
          [
            t(rule.scopeMatch === 'any' ? 'call.rule.needsOne' : 'call.rule.needsAll'),
            rule.access === 'scopes' ? <Scopes names={rule.scopes} /> : undefined,
          ],
          [
            call.tool === null ? '' : t(`call.rule.tool.${call.tool.kind}`),
            call.tool && <Code>{call.tool.name}</Code>,
          ],
          [
            t('call.rule.toolRule'),
            call.tool === null ? undefined : call.tool.rule === null ? (
              t('call.rule.noToolRule')
            ) : (
              <Code>{call.tool.rule}</Code>
            ),
          ],
          [
            t('call.rule.toolNeeds'),
            call.tool?.rule == null ? undefined : <Scopes names={call.tool.scopes} />,
          ],
          [t('call.rule.had'), rule.access === 'public' ? undefined : <Scopes names={call.scopes} />],
          [t('call.rule.audience'), call.audience],
          [t('call.rule.acr'), rule.acr],
          [
            t('call.rule.detail'),
            rule.detailsType === undefined ? undefined : <Code key="detail">{rule.detailsType}</Code>,
          ],
          [
            t('call.rule.details'),
            call.token?.details?.map(({ title }, place) => (
              <div key={place}>
                <DetailWords parts={title} />
              </div>
            )),
          ],
          [
            t('call.rule.within'),
            rule.maxAgeSeconds === null ? undefined : formatDuration(rule.maxAgeSeconds),
          ],
        ]}
      />
    </Section>
  );
}

function Upstream({ upstream, cache }: Pick<CallExplanation, 'upstream' | 'cache'>): ReactNode {
  const { t } = useTranslation('traffic');
  if (upstream === null) return t(cache === 'hit' ? 'call.facts.notNeeded' : 'call.facts.notCalled');
  const { target, attempts, headMs } = upstream;
  const components = { target: <Code>{target}</Code> };
  return (
    <>
      {headMs === null ? (
        <Trans t={t} i18nKey="call.facts.noAnswer" components={components} />
      ) : (
        <Trans
          t={t}
          i18nKey="call.facts.answeredAfter"
          values={{ time: formatMilliseconds(headMs) }}
          components={components}
        />
      )}
      {attempts > 1 && `, ${t('call.facts.attempts', { count: attempts, number: formatNumber(attempts) })}`}
    </>
  );
}

const describeCredential = (credential: string): string =>
  i18next.exists(`traffic:call.credentials.${credential}`)
    ? i18next.t(`traffic:call.credentials.${credential as 'api-key'}`)
    : credential;

function describeBodies(t: TFunction<'traffic'>, call: CallExplanation): string {
  const values = { received: formatBytes(call.bytesIn), sent: formatBytes(call.bytesOut) };
  return call.isComplete ? t('call.facts.inOut', values) : t('call.facts.inOutCut', values);
}

/** What is known of the call itself. */
export function CallSection({ call }: { readonly call: CallExplanation }) {
  const { t } = useTranslation('traffic');
  return (
    <Section title={t('call.facts.title')}>
      <Facts
        facts={[
          [t('call.facts.ended'), formatDateTime(call.at)],
          [t('call.facts.took'), formatMilliseconds(call.durationMs)],
          [t('call.facts.api'), call.api?.name ?? t('call.facts.noApi')],
          [
            t('call.facts.application'),
            call.application === null ? undefined : (
              <Anchor component={Link} to={pages.application(call.application.id)} underline="always">
                {call.application.name}
              </Anchor>
            ),
          ],
          [
            t('call.facts.credential'),
            call.credential === null ? undefined : describeCredential(call.credential),
          ],
          [t('call.facts.issuer'), call.outside?.issuer],
          [t('call.facts.clientThere'), call.outside?.clientId ?? undefined],
          [t('call.facts.subjectThere'), call.outside?.subject ?? undefined],
          [t('call.facts.upstream'), <Upstream key="upstream" upstream={call.upstream} cache={call.cache} />],
          [t('call.facts.cache'), call.cache === null ? undefined : t(`call.cache.${call.cache}`)],
          [t('call.facts.bodies'), describeBodies(t, call)],
          [t('call.facts.node'), call.node],
          [t('call.facts.requestId'), <Code key="id">{call.requestId}</Code>],
        ]}
      />
    </Section>
  );
}

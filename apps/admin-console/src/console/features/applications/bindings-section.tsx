import type { ClientDetail, TokenBindings } from '@gatehouse/dto';
import { SENDER_CONSTRAINTS, type SenderConstraint } from '@gatehouse/dto/client-profiles';
import { Alert, Button, Group, Radio, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { Section } from '../../../components/ui/page';
import { ErrorState } from '../../../components/ui/states';
import { SubmitForm } from '../../../components/ui/submit-form';
import { callApi } from '../../../lib/api-client';
import { formatDateTime, formatNumber, numbers } from '../../../lib/format';
import { describeProblem } from '../../../lib/form-problems';
import { endpoints } from '../../../lib/paths';
import { updateClient } from './api';
import type { ClientSectionProperties } from './section';
import { useClientEditing } from './use-client-editing';

const percent = numbers({ style: 'percent', maximumFractionDigits: 1, roundingMode: 'floor' });

/** Few tell nothing yet; from here on, a share of this much means that what is left can be looked at one by one. */
const ENOUGH_TOKENS = 20;
const SAFE_SHARE = 0.95;

interface SeenProperties {
  readonly bindings: TokenBindings;
  readonly onRequire: (() => Promise<void>) | undefined;
}

/** What demanding it now would do. */
function judge({ tokens, bound, calls, unboundCalls }: TokenBindings) {
  if (calls > 0 && unboundCalls / calls > 1 - SAFE_SHARE) return 'unsafeCalls';
  if (tokens < ENOUGH_TOKENS) return 'tooFew';
  return bound / tokens >= SAFE_SHARE ? 'safe' : 'unsafe';
}

function LastUnbound({ at }: { readonly at: string | null }) {
  const { t } = useTranslation('applications');
  return at === null ? t('bindings.noneUnbound') : t('bindings.lastUnbound', { at: formatDateTime(at) });
}

function Calls({ bindings: { calls, unboundCalls } }: Pick<SeenProperties, 'bindings'>) {
  const { t } = useTranslation('applications');
  const said = { calls: formatNumber(calls), unbound: formatNumber(unboundCalls), count: calls };
  return <Text size="sm">{calls === 0 ? t('bindings.noCalls') : t('bindings.calls', said)}</Text>;
}

function Seen({ bindings, onRequire }: SeenProperties) {
  const { t } = useTranslation('applications');
  const [isBusy, setBusy] = useState(false);
  const { tokens, bound, lastUnboundAt, calls } = bindings;
  if (tokens === 0 && calls === 0) return <Text size="sm">{t('bindings.nothingYet')}</Text>;
  async function require(): Promise<void> {
    setBusy(true);
    await onRequire?.().catch((error: unknown) =>
      notifications.show({ color: 'red', message: describeProblem(error).detail }),
    );
    setBusy(false);
  }
  const verdict = judge(bindings);
  const isSafe = verdict === 'safe';
  return (
    <Alert color={isSafe ? 'gate' : 'orange'} variant="light">
      <Stack gap="xs" align="flex-start">
        {tokens > 0 && (
          <Text fw={600}>
            {t('bindings.share', {
              share: percent().format(bound / tokens),
              tokens: formatNumber(tokens),
              count: tokens,
            })}
          </Text>
        )}
        <Calls bindings={bindings} />
        <Text size="sm">
          {tokens > 0 && <LastUnbound at={lastUnboundAt} />} {t(`bindings.${verdict}`)}
        </Text>
        {onRequire !== undefined && (
          <Button variant={isSafe ? 'filled' : 'default'} loading={isBusy} onClick={() => void require()}>
            {t('bindings.require')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function Observation({
  applicationId,
  client,
  onRequire,
}: Pick<ClientSectionProperties, 'applicationId' | 'client'> & Pick<SeenProperties, 'onRequire'>) {
  const { data, error, refetch } = useQuery({
    queryKey: ['application', applicationId, 'token-bindings', client.clientId],
    queryFn: () => callApi<TokenBindings>('GET', endpoints.tokenBindings(applicationId, client.clientId)),
  });
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data === undefined ? <Skeleton h={96} /> : <Seen bindings={data} onRequire={onRequire} />;
}

interface Choice {
  readonly senderConstraint: SenderConstraint;
}

/** Whether the access tokens of a client must be bound to a key: looked at first, and then demanded. */
export function BindingsSection({ applicationId, isReadOnly, client }: ClientSectionProperties) {
  const { t } = useTranslation('applications');
  const [editing, save] = useClientEditing<Choice>({
    applicationId,
    client,
    form: 'bindings',
    toValue: ({ senderConstraint }: ClientDetail) => ({ senderConstraint }),
    toChange: (_, value) => value,
  });
  const { senderConstraint } = editing.value;
  async function requireNow(): Promise<void> {
    const { clientId, version } = client;
    await updateClient(applicationId, clientId, { version, senderConstraint: 'required' });
    notifications.show({ message: t('saved') });
  }
  return (
    <Section title={t('clientPage.sections.bindings')} hint={t('bindings.hint')}>
      <SubmitForm
        submitLabel={t('bindings.save')}
        onSubmit={save}
        isReadOnly={isReadOnly}
        isIncomplete={!editing.isDirty}
        notes={<EditNotes editing={editing} labels={{ senderConstraint: t('bindings.label') }} />}
      >
        {(problem) => (
          <Stack gap="lg">
            <Radio.Group
              label={t('bindings.label')}
              value={senderConstraint}
              error={problem('senderConstraint')}
              onChange={(text) => {
                const chosen = SENDER_CONSTRAINTS.find((one) => one === text);
                if (chosen !== undefined) editing.change({ senderConstraint: chosen });
              }}
            >
              <Stack gap="sm" my="sm">
                {SENDER_CONSTRAINTS.map((one) => (
                  <Radio
                    key={one}
                    value={one}
                    label={t(`bindings.choices.${one}.label`)}
                    description={t(`bindings.choices.${one}.hint`)}
                  />
                ))}
              </Stack>
            </Radio.Group>
            {client.senderConstraint === 'observed' && (
              <Group grow>
                <Observation
                  applicationId={applicationId}
                  client={client}
                  onRequire={senderConstraint === 'observed' && !isReadOnly ? requireNow : undefined}
                />
              </Group>
            )}
          </Stack>
        )}
      </SubmitForm>
    </Section>
  );
}

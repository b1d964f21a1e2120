import type { ApplicationLimitsDetail, LimitInput, UpdateApplicationLimits } from '@gatehouse/dto';
import { Button, Group, Stack, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LimitsInput } from '../../../components/ui/limits-input';
import { Section } from '../../../components/ui/page';
import { Picker } from '../../../components/ui/pickers';
import { QuotaUses } from '../../../components/ui/quota-uses';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { SubmitForm } from '../../../components/ui/submit-form';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';
import type { ApplicationSectionProperties } from './section';

const keyOf = (id: string): string[] => ['application-limits', id];

interface ApiLimitsProperties {
  readonly name: string;
  readonly limits: readonly LimitInput[];
  readonly error: string | undefined;
  readonly onChange: (limits: LimitInput[]) => void;
  readonly onRemove: () => void;
}

/** What the application may do at one API. */
function ApiLimits({ name, onRemove, ...input }: ApiLimitsProperties) {
  const { t } = useTranslation('applications');
  return (
    <Group align="flex-start" justify="space-between">
      <LimitsInput label={t('limits.toApi', { api: name })} description={t('limits.toApiHint')} {...input} />
      <Button
        variant="subtle"
        color="red"
        size="compact-sm"
        aria-label={t('limits.removeApi', { api: name })}
        onClick={onRemove}
      >
        {t('limits.remove')}
      </Button>
    </Group>
  );
}

interface FormProperties {
  readonly applicationId: string;
  readonly initial: ApplicationLimitsDetail;
}

function LimitsForm({ applicationId, initial }: FormProperties) {
  const { t } = useTranslation('applications');
  const [everywhere, setEverywhere] = useState<LimitInput[] | null>(
    initial.everywhere === null ? null : [...initial.everywhere],
  );
  const [apis, setApis] = useState(initial.apis);
  async function save(): Promise<void> {
    const change: UpdateApplicationLimits = {
      everywhere,
      apis: apis.map(({ apiId, limits }) => ({ apiId, limits: [...limits] })),
      version: initial.version,
    };
    const saved = await callApi<ApplicationLimitsDetail>(
      'PUT',
      endpoints.applicationLimits(applicationId),
      change,
    );
    queryClient.setQueryData(keyOf(applicationId), saved);
    notifications.show({ message: t('limits.saved') });
  }
  return (
    <SubmitForm submitLabel={t('limits.save')} onSubmit={save}>
      {(problem) => (
        <Stack>
          <Switch
            label={t('limits.own')}
            description={t('limits.ownHint')}
            checked={everywhere !== null}
            onChange={(event) => setEverywhere(event.currentTarget.checked ? [] : null)}
          />
          {everywhere !== null && (
            <LimitsInput
              label={t('limits.toAll')}
              description={t('limits.toAllHint')}
              limits={everywhere}
              error={problem('everywhere')}
              onChange={setEverywhere}
            />
          )}
          {apis.map(({ apiId, apiName, limits }, index) => (
            <ApiLimits
              key={apiId}
              name={apiName}
              limits={limits}
              error={problem(`apis.${index}`)}
              onChange={(changed) =>
                setApis(apis.map((one) => (one.apiId === apiId ? { ...one, limits: changed } : one)))
              }
              onRemove={() => setApis(apis.filter((one) => one.apiId !== apiId))}
            />
          ))}
          <Picker
            key={apis.length}
            kind="apis"
            label={t('limits.atApi')}
            description={t('limits.atApiHint')}
            placeholder={t('limits.pick')}
            value={null}
            without={apis.map(({ apiId }) => apiId)}
            error={problem('apis')}
            onChange={(apiId, apiName) =>
              apiId !== null &&
              setApis([...apis, { apiId, apiName, limits: [{ requests: 100, per: 'minute' }] }])
            }
          />
        </Stack>
      )}
    </SubmitForm>
  );
}

/** How many calls one application may make. */
export function LimitsSection({ application: { id: applicationId } }: ApplicationSectionProperties) {
  const { t } = useTranslation('applications');
  const result = useQuery({
    queryKey: keyOf(applicationId),
    queryFn: () => callApi<ApplicationLimitsDetail>('GET', endpoints.applicationLimits(applicationId)),
  });
  return (
    <Section title={t('sections.limits')} hint={t('limits.hint')}>
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && (
        <Stack gap="xl">
          <LimitsForm key={result.data.version} applicationId={applicationId} initial={result.data} />
          <QuotaUses of={{ applicationId }} />
        </Stack>
      )}
    </Section>
  );
}

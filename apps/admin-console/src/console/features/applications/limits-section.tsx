import type { ApplicationLimitsDetail, LimitInput, UpdateApplicationLimits } from '@gatehouse/dto';
import { Button, Group, Stack, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { LimitsInput } from '../../../components/ui/limits-input';
import { Section } from '../../../components/ui/page';
import { Picker } from '../../../components/ui/pickers';
import { QuotaUses } from '../../../components/ui/quota-uses';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { SubmitForm } from '../../../components/ui/submit-form';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';
import { useEditing } from '../../../lib/use-editing';
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

interface Limits {
  readonly everywhere: LimitInput[] | null;
  readonly apis: ApplicationLimitsDetail['apis'];
}

const toLimits = ({ everywhere, apis }: ApplicationLimitsDetail): Limits => ({
  everywhere: everywhere && [...everywhere],
  apis,
});

/** What is stored by now. */
async function reload(applicationId: string): Promise<ApplicationLimitsDetail> {
  const limits = await callApi<ApplicationLimitsDetail>('GET', endpoints.applicationLimits(applicationId));
  queryClient.setQueryData(keyOf(applicationId), limits);
  return limits;
}

async function replace(applicationId: string, { everywhere, apis }: Limits, version: number): Promise<void> {
  const change: UpdateApplicationLimits = {
    everywhere,
    apis: apis.map(({ apiId, limits }) => ({ apiId, limits: [...limits] })),
    version,
  };
  const saved = await callApi<ApplicationLimitsDetail>(
    'PUT',
    endpoints.applicationLimits(applicationId),
    change,
  );
  queryClient.setQueryData(keyOf(applicationId), saved);
}

interface FormProperties {
  readonly applicationId: string;
  readonly initial: ApplicationLimitsDetail;
}

function LimitsForm({ applicationId, initial }: FormProperties) {
  const { t } = useTranslation('applications');
  const editing = useEditing<ApplicationLimitsDetail, Limits>({
    name: `application ${applicationId} limits`,
    record: initial,
    toValue: toLimits,
    reload: () => reload(applicationId),
  });
  const { everywhere, apis } = editing.value;
  const labels = { everywhere: t('limits.toAll'), apis: t('limits.atApi') };
  const setApis = (changed: Limits['apis']): void => editing.change({ apis: changed });
  return (
    <SubmitForm
      submitLabel={t('limits.save')}
      notes={<EditNotes editing={editing} labels={labels} />}
      onSubmit={async () => {
        await editing.save(({ version }, limits) => replace(applicationId, limits, version));
        notifications.show({ message: t('limits.saved') });
      }}
    >
      {(problem) => (
        <Stack key={editing.formKey}>
          <Switch
            label={t('limits.own')}
            description={t('limits.ownHint')}
            checked={everywhere !== null}
            onChange={(event) => editing.change({ everywhere: event.currentTarget.checked ? [] : null })}
          />
          {everywhere !== null && (
            <LimitsInput
              label={t('limits.toAll')}
              description={t('limits.toAllHint')}
              limits={everywhere}
              error={problem('everywhere')}
              onChange={(limits) => editing.change({ everywhere: limits })}
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
          <LimitsForm key={applicationId} applicationId={applicationId} initial={result.data} />
          <QuotaUses of={{ applicationId }} />
        </Stack>
      )}
    </Section>
  );
}

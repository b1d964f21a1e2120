import type { ApplicationsImportResult, ImportApplications } from '@gatehouse/dto';
import { Alert, Button, FileInput, Group, List, Paper, PasswordInput, Stack, Text } from '@mantine/core';
import { IconCheck, IconFileUpload } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../../../components/ui/page';
import { describeProblem, listFieldProblems } from '../../../../lib/form-problems';
import { formatNumber } from '../../../../lib/format';
import { pages } from '../../../../lib/paths';
import { importApplications, isSealed } from './api';
import { countStates, ImportPlan } from './import-plan';

const MAX_PROBLEMS = 10;
const MAX_CHARACTERS = 8 * 1024 * 1024;

/** For a text that counts. */
const many = (count: number) => ({ count, number: formatNumber(count) });

/** What to say of a refusal: of the whole, and of places in the file. */
interface Problem {
  readonly detail: string;
  readonly errors: ReturnType<typeof listFieldProblems>;
}

/** What is wrong with the file, place by place; the passphrase says it at its field. */
function Refusal({ problem: { detail, errors } }: { readonly problem: Problem }) {
  const { t } = useTranslation('applications');
  const places = errors.filter(({ field }) => field !== 'passphrase');
  if (errors.length > 0 && places.length === 0) return null;
  return (
    <Alert color="red" variant="light" role="alert">
      {places.length === 0 ? detail : t('import.refused')}
      {places.length > 0 && (
        <List size="sm" mt="xs">
          {places.slice(0, MAX_PROBLEMS).map(({ field, message }) => (
            <List.Item key={`${field} ${message}`}>
              {field === 'document' ? '' : <b>{field.replace(/^document\./, '')}: </b>}
              {message}
            </List.Item>
          ))}
          {places.length > MAX_PROBLEMS && (
            <List.Item>{t('import.more', { number: formatNumber(places.length - MAX_PROBLEMS) })}</List.Item>
          )}
        </List>
      )}
    </Alert>
  );
}

interface FileProperties {
  readonly file: File | null;
  readonly text: string;
  readonly passphrase: string;
  readonly problem: Problem | undefined;
  readonly isBusy: boolean;
  readonly onFile: (file: File | null) => void;
  readonly onPassphrase: (passphrase: string) => void;
  readonly onSubmit: () => void;
}

function FileForm({ file, text, passphrase, problem, isBusy, ...on }: FileProperties) {
  const { t } = useTranslation('applications');
  const isTooLong = text.length > MAX_CHARACTERS;
  const needsPassphrase = isSealed(text);
  return (
    <Paper
      withBorder
      p="lg"
      component="form"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        on.onSubmit();
      }}
    >
      <Stack>
        {problem !== undefined && <Refusal problem={problem} />}
        <FileInput
          label={t('import.file')}
          description={t('import.fileHint')}
          placeholder={t('import.choose')}
          accept=".jwe,.json"
          clearable
          clearButtonProps={{ 'aria-label': t('import.takeAway') }}
          leftSection={<IconFileUpload size={18} aria-hidden />}
          value={file}
          error={isTooLong ? t('import.tooLong') : undefined}
          onChange={on.onFile}
        />
        {needsPassphrase && (
          <PasswordInput
            label={t('export.passphrase')}
            description={t('import.passphraseHint')}
            required
            maxLength={1000}
            autoComplete="off"
            value={passphrase}
            error={problem?.errors.find(({ field }) => field === 'passphrase')?.message}
            onChange={(event) => on.onPassphrase(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end">
          <Button
            type="submit"
            loading={isBusy}
            disabled={text === '' || isTooLong || (needsPassphrase && passphrase === '')}
          >
            {t('import.show')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

interface PlanProperties {
  readonly plan: ApplicationsImportResult;
  readonly fileName: string;
  readonly problem: Problem | undefined;
  readonly isBusy: boolean;
  readonly onApply: () => void;
  readonly onLookAgain: () => void;
  readonly onBack: () => void;
}

function Plan({ plan, fileName, problem, isBusy, onApply, onLookAgain, onBack }: PlanProperties) {
  const { t } = useTranslation(['applications', 'ui']);
  const counts = countStates(plan.applications);
  const changed = counts.new + counts.changed;
  return (
    <Stack>
      <Text>
        <Trans t={t} i18nKey="import.plan" components={{ file: <b>{fileName}</b> }} />
      </Text>
      {problem !== undefined && <Refusal problem={problem} />}
      {counts.conflict > 0 && (
        <Alert color="red" variant="light">
          {t('import.inConflict', many(counts.conflict))}
        </Alert>
      )}
      <ImportPlan applications={plan.applications} isApplied={false} />
      <Group justify="space-between">
        <Button variant="default" onClick={onBack}>
          {t('import.another')}
        </Button>
        <Group>
          {(problem !== undefined || counts.conflict > 0) && (
            <Button variant="default" loading={isBusy} onClick={onLookAgain}>
              {t('import.lookAgain')}
            </Button>
          )}
          <Button loading={isBusy} disabled={changed === 0 || counts.conflict > 0} onClick={onApply}>
            {changed === 0 && counts.conflict === 0
              ? t('import.nothing')
              : t('import.import', { applications: t('ui:nouns.applications.count', many(changed)) })}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

function Result({ plan, onAnother }: Pick<PlanProperties, 'plan'> & { readonly onAnother: () => void }) {
  const { t } = useTranslation('applications');
  const { new: added, changed } = countStates(plan.applications);
  return (
    <Stack>
      <Alert
        color="gate"
        variant="light"
        icon={<IconCheck aria-hidden />}
        title={t('import.imported')}
        role="status"
      >
        {added > 0 && <div>{t('import.registered', many(added))}</div>}
        {changed > 0 && <div>{t('import.changed', many(changed))}</div>}
      </Alert>
      <ImportPlan applications={plan.applications} isApplied />
      <Group justify="flex-end">
        <Button variant="default" onClick={onAnother}>
          {t('import.importAnother')}
        </Button>
        <Button component={Link} to={pages.applications}>
          {t('import.toList')}
        </Button>
      </Group>
    </Stack>
  );
}

const toProblem = (error: unknown): Problem => ({
  detail: describeProblem(error).detail,
  errors: listFieldProblems(error),
});

/** Takes a file of applications, shows what it would change, and changes it then. */
export function ImportApplicationsPage() {
  const { t } = useTranslation('applications');
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [plan, setPlan] = useState<ApplicationsImportResult>();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);

  async function choose(chosen: File | null): Promise<void> {
    setFile(chosen);
    setText((await chosen?.text()) ?? '');
    setPassphrase('');
    setPlan(undefined);
    setProblem(undefined);
  }

  async function send(how: Pick<ImportApplications, 'dryRun' | 'fingerprint'>): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      setPlan(await importApplications({ document: text, ...(isSealed(text) && { passphrase }), ...how }));
      window.scrollTo({ top: 0 });
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  }

  const look = (): void => void send({ dryRun: true });
  return (
    <Page
      title={t('import.title')}
      description={t('import.description')}
      back={{ to: pages.applications, label: t('list.title') }}
    >
      {plan === undefined && (
        <FileForm
          {...{ file, text, passphrase, problem, isBusy }}
          onFile={(chosen) => void choose(chosen)}
          onPassphrase={setPassphrase}
          onSubmit={look}
        />
      )}
      {plan?.isApplied === false && (
        <Plan
          {...{ plan, problem, isBusy }}
          fileName={file?.name ?? ''}
          onApply={() => void send({ fingerprint: plan.fingerprint })}
          onLookAgain={look}
          onBack={() => void choose(null)}
        />
      )}
      {plan?.isApplied === true && <Result plan={plan} onAnother={() => void choose(null)} />}
    </Page>
  );
}

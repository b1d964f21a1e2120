import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../lib/api-client';
import { accountAccess } from '../../../lib/portal-paths';
import { Done } from '../../ui/done';
import { ProblemAlert } from '../../ui/problem';
import { useTitle } from '../../ui/use-title';
import { beginAccess } from './api';

interface Properties {
  /** Whose texts are shown. */
  readonly about: 'forgot' | 'reset' | 'signUp' | 'confirm' | 'newEmail';
  readonly send: (form: FormData) => Promise<unknown>;
  /** The fields, given what the server did not take. */
  readonly children: (problem: unknown) => ReactNode;
}

/** Those that go on in somebody's mail. */
const IS_MAILED: ReadonlySet<Properties['about']> = new Set(['forgot', 'signUp']);

const isLinkUsed = (problem: unknown): boolean =>
  problem instanceof ApiError && problem.problem.code === 'link-used';

/** One question about an account, its answer, and what went wrong. */
export function AccessForm({ about, send, children }: Properties) {
  const { t } = useTranslation('account-access');
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  useTitle(t(isDone ? `${about}.doneTitle` : `${about}.title`));

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    try {
      await beginAccess();
      await send(form);
      setDone(true);
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  }

  if (isDone) {
    return (
      <Done
        title={t(`${about}.doneTitle`)}
        detail={t(`${about}.doneText`)}
        {...(IS_MAILED.has(about) && { color: 'gate', icon: IconMail })}
      />
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2">
            {t(`${about}.title`)}
          </Title>
          <Text c="var(--quiet-text)" mt={4}>
            {t(`${about}.lead`)}
          </Text>
        </div>
        <ProblemAlert error={problem} />
        {about === 'reset' && isLinkUsed(problem) && (
          <Anchor href={accountAccess.pages.forgotPassword}>{t('reset.another')}</Anchor>
        )}
        {children(problem)}
        <Button type="submit" size="md" loading={isBusy} fullWidth mt={4}>
          {t(`${about}.submit`)}
        </Button>
      </Stack>
    </form>
  );
}

/** The text of a field. */
export function getText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

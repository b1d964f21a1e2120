import { Button, Stack, Text, Title } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { type ReactNode, type RefObject, type SubmitEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../lib/api-client';
import { accountAccess, accountProfile } from '../../../lib/portal-paths';
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

/** By what link those that come by one go on when it counts no more. */
type Linked = Exclude<Properties['about'], 'forgot' | 'signUp'>;
const WAYS_ON: Readonly<Record<Linked, string>> = {
  reset: accountAccess.pages.forgotPassword,
  // Whoever chooses a new password has shown that the address is theirs.
  confirm: accountAccess.pages.forgotPassword,
  newEmail: accountProfile.page,
};

/** Nothing more can be done with a link that was used: what can be done instead. */
function WayOn({
  about,
  link,
}: {
  readonly about: Linked;
  readonly link: RefObject<HTMLAnchorElement | null>;
}) {
  const { t } = useTranslation('account-access');
  return (
    <>
      {about === 'confirm' && <Text size="sm">{t('confirm.perhapsDone')}</Text>}
      <Button component="a" ref={link} href={WAYS_ON[about]} size="md" fullWidth mt={4}>
        {t(`${about}.another`)}
      </Button>
    </>
  );
}

/** One question about an account, its answer, and what went wrong. */
export function AccessForm({ about, send, children }: Properties) {
  const { t } = useTranslation('account-access');
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const wayOn = useRef<HTMLAnchorElement>(null);
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

  const isOver = isLinkUsed(problem) && about !== 'forgot' && about !== 'signUp';
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
          {!isOver && (
            <Text c="var(--quiet-text)" mt={4}>
              {t(`${about}.lead`)}
            </Text>
          )}
        </div>
        <ProblemAlert error={problem} field={wayOn} />
        {isOver ? (
          <WayOn about={about} link={wayOn} />
        ) : (
          <>
            {children(problem)}
            <Button type="submit" size="md" loading={isBusy} fullWidth mt={4}>
              {t(`${about}.submit`)}
            </Button>
          </>
        )}
      </Stack>
    </form>
  );
}

/** The text of a field. */
export function getText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

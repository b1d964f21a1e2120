import { Alert, Button, Code, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import i18next from 'i18next';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { ApiError, type Problem } from '../../lib/api-client';
import { formatWait } from '../../lib/format';
import classes from './read.module.css';
import { takeFocus } from './take-focus';
import { useTitle } from './use-title';

/** What went wrong without a word of the server's; `code` is a key of problems.json. */
export const makeProblem = (code: string, requestId?: string): ApiError =>
  new ApiError({ title: code, status: 0, detail: code, code, ...(requestId && { requestId }) });

/** Where each field says what is wrong with it, there is no more to say, and nothing to tell support. */
const pointToFields = (problem: Problem): Problem =>
  problem.code === 'bad-request' && (problem.errors?.length ?? 0) > 0
    ? { ...makeProblem('fields-refused').problem, errors: problem.errors ?? [] }
    : problem;

const toProblem = (error: unknown): Problem =>
  error instanceof ApiError ? pointToFields(error.problem) : makeProblem('unexpected').problem;

interface Untyped {
  readonly t: (key: string, options: object) => string;
}

/** A text of problems.json, by a key that is known at run time alone. */
const say = (key: string, values?: Readonly<Record<string, unknown>>): string =>
  (i18next as unknown as Untyped).t(key, { ...values, ns: 'problems' });

const isSaid = (key: string): boolean => i18next.exists(key, { ns: 'problems', count: 1 });

function findValues({ values, retryAfterSeconds }: Problem): Readonly<Record<string, unknown>> {
  const reasons = String(values?.['reasons'] ?? '').split(' ');
  const said = reasons.map((reason) => `advice.${reason}`).filter(isSaid);
  return {
    ...values,
    ...(retryAfterSeconds !== undefined && { wait: formatWait(retryAfterSeconds) }),
    // By what the estimator calls it; its own advice is English.
    advice: [...said, 'advice.general'].map((key) => say(key)).join(' '),
  };
}

/** A problem in the language of the page; a code that it does not know is told as the server says it. */
export function useProblemWords(error: unknown): { readonly title: string; readonly detail: string } {
  // For the render when the language is another.
  useTranslation('problems');
  const problem = toProblem(error);
  const { code, title, detail } = problem;
  if (code === undefined || !isSaid(`${code}.detail`)) return { title, detail };
  return { title: say(`${code}.title`), detail: say(`${code}.detail`, findValues(problem)) };
}

/** What is wrong with a field, where the server named it. */
export function findFieldProblem(error: unknown, field: string): string | undefined {
  const found = error === undefined ? undefined : toProblem(error).errors?.find((one) => one.field === field);
  if (found === undefined) return undefined;
  const key = `field.${found.code ?? 'other'}`;
  return say(isSaid(key) ? key : 'field.other');
}

/** Not good enough: its field is wrong, though the server names none. */
export const isOfPassword = (error: unknown): boolean =>
  toProblem(error).code?.startsWith('password-too-') === true;

/** By what an operator finds this in the log. */
export function RequestId({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('portal');
  const { requestId, code, values } = toProblem(error);
  if (requestId === undefined) return null;
  return (
    <Text size="xs" c="var(--quiet-text)" component="div">
      {code === 'link-broken' && <div lang="en">{values?.['reason']}</div>}
      <Trans t={t} i18nKey="support" components={{ id: <Code fz="xs">{requestId}</Code> }} />
    </Text>
  );
}

/** Not what a person can mend themselves: a wrong password, a code that was mistyped. */
function isForSupport(error: unknown): boolean {
  const { status } = toProblem(error);
  return status === 0 || status === 429 || status >= 500;
}

interface Shown {
  readonly error: unknown;
  /** The way out, where asking again is one. */
  readonly onRetry?: (() => void) | undefined;
}

interface ShownAbove extends Shown {
  /** Where the person goes on when they can mend it, and no field says that it is the wrong one. */
  readonly field?: RefObject<HTMLElement | null>;
}

/** Where somebody goes on: at the first field that is wrong, else where it is told. */
function goToProblem(alert: HTMLElement | null, error: unknown, field: HTMLElement | null): void {
  const wrong = alert?.closest('form, section')?.querySelector<HTMLElement>('[aria-invalid=true]');
  const mended = isForSupport(error) ? null : field;
  (wrong ?? mended ?? alert)?.focus();
  if (mended instanceof HTMLInputElement) mended.select();
}

/** What went wrong, above what it went wrong with; nothing where nothing did. */
export function ProblemAlert(properties: ShownAbove) {
  return properties.error === undefined ? null : <ShownAlert {...properties} />;
}

function ShownAlert({ error, onRetry, field }: ShownAbove) {
  const { t } = useTranslation('portal');
  const { title, detail } = useProblemWords(error);
  const alert = useRef<HTMLDivElement>(null);
  // What could not be loaded is nobody's answer: the focus stays where the person is.
  const isAnswer = onRetry === undefined;
  useEffect(() => {
    if (isAnswer) goToProblem(alert.current, error, field?.current ?? null);
  }, [isAnswer, error, field]);
  return (
    <Alert ref={alert} tabIndex={-1} color="red" variant="light" role="alert" title={title}>
      <Stack gap={6}>
        {detail}
        {onRetry !== undefined && (
          <Button variant="default" size="xs" flex="none" w="fit-content" onClick={onRetry}>
            {t('tryAgain')}
          </Button>
        )}
        {isForSupport(error) && <RequestId error={error} />}
      </Stack>
    </Alert>
  );
}

interface NoticeProperties {
  readonly title: string;
  readonly detail: string;
  readonly children?: ReactNode;
}

/** The end of a way: what happened, and the way out. */
export function Notice({ title, detail, children }: NoticeProperties) {
  useTitle(title);
  return (
    <Stack
      gap="md"
      align="center"
      ta="center"
      role="alert"
      ref={takeFocus}
      tabIndex={-1}
      className={classes.read}
    >
      <ThemeIcon size={52} radius="xl" variant="light" color="orange">
        <IconAlertTriangle size={28} aria-hidden />
      </ThemeIcon>
      <Title order={1} size="h3">
        {title}
      </Title>
      <Text c="var(--quiet-text)">{detail}</Text>
      {children}
    </Stack>
  );
}

/** A page that cannot be shown. @param children the way out, where asking again is none */
export function ProblemNotice({ error, onRetry, children }: Shown & { readonly children?: ReactNode }) {
  const { t } = useTranslation('portal');
  const words = useProblemWords(error);
  return (
    <Notice {...words}>
      {onRetry !== undefined && <Button onClick={onRetry}>{t('tryAgain')}</Button>}
      {children}
      <RequestId error={error} />
    </Notice>
  );
}

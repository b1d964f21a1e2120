import type { AuditProblem } from '@gatehouse/dto';
import { Alert, Anchor, Button, Code, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { formatNumber } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { type Verified, verifyAll } from './api';
import classes from './audit.module.css';

function describeProblem(t: TFunction<'audit'>, { number, kind, after }: AuditProblem): string {
  if (kind !== 'missing') return t(`verify.problems.${kind}`, { number, after });
  const [from, to] = [after + 1, number - 1];
  return t('verify.problems.missing', { count: to - from + 1, from, to, number });
}

function Outcome({ outcome }: { readonly outcome: Verified }) {
  const { t } = useTranslation('audit');
  const { isIntact, problem, checked, first, last, removed, given } = outcome;
  if (!isIntact) {
    return (
      <Alert
        color="red"
        variant="light"
        role="alert"
        icon={<IconAlertTriangle aria-hidden />}
        title={t('verify.broken')}
      >
        <Stack gap="xs">
          {problem !== null && <Text size="sm">{describeProblem(t, problem)}</Text>}
          <Text size="sm">
            {checked === 0
              ? t('verify.noneBefore')
              : t('verify.before', { count: checked, number: formatNumber(checked) })}{' '}
            {t('verify.brokenText')}
          </Text>
          {problem !== null && given !== 'missing' && (
            <Anchor component={Link} to={pages.auditEntry(problem.number)} size="sm">
              {t('verify.open', { number: problem.number })}
            </Anchor>
          )}
        </Stack>
      </Alert>
    );
  }
  return (
    <Alert
      color="gate"
      variant="light"
      role="status"
      icon={<IconShieldCheck aria-hidden />}
      title={t('verify.intact')}
    >
      <Stack gap="xs">
        <Text size="sm">
          {checked === 0
            ? t('verify.none')
            : t('verify.intactText', { count: checked, number: formatNumber(checked), first, last })}
        </Text>
        {removed > 0 && <Text size="sm">{t('verify.removed', { number: removed })}</Text>}
        {(given === 'same' || given === 'removed') && <Text size="sm">{t(`verify.given.${given}`)}</Text>}
      </Stack>
    </Alert>
  );
}

function Checkpoint({ checkpoint }: { readonly checkpoint: string }) {
  const { t } = useTranslation('audit');
  return (
    <Stack gap="xs">
      <Text size="sm">{t('verify.keep')}</Text>
      <Code block aria-label={t('verify.checkpoint')} className={classes.value ?? ''}>
        {checkpoint}
      </Code>
      <CopyButton value={checkpoint}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} style={{ alignSelf: 'flex-start' }}>
            {copied ? t('verify.copied') : t('verify.copy')}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}

/** Has the chain checked, and says in words what came of it. */
export function VerifyDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['audit', 'ui']);
  const [checkpoint, setCheckpoint] = useState('');
  const [checked, setChecked] = useState<number>();
  const [outcome, setOutcome] = useState<Verified>();
  const [problems, setProblems] = useState<FormProblems>();
  const isBusy = checked !== undefined;
  const closing = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    closing.current = controller;
    return () => controller.abort();
  }, []);

  async function verify(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setOutcome(undefined);
    setProblems(undefined);
    setChecked(0);
    try {
      setOutcome(await verifyAll(checkpoint.trim(), setChecked, closing.current.signal));
    } catch (error) {
      setProblems(toFormProblems(error));
    }
    setChecked(undefined);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('verify.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <form onSubmit={(event) => void verify(event)}>
        <Stack>
          <Text size="sm">{t('verify.intro')}</Text>
          {problems !== undefined && problems.fields['checkpoint'] === undefined && (
            <Alert color="red" variant="light" role="alert">
              {problems.summary}
            </Alert>
          )}
          <TextInput
            label={t('verify.checkpoint')}
            description={t('verify.checkpointHint')}
            placeholder="1234-9f86d0…"
            autoComplete="off"
            spellCheck={false}
            value={checkpoint}
            error={problems?.fields['checkpoint']}
            onChange={(event) => setCheckpoint(event.currentTarget.value)}
          />
          {outcome !== undefined && <Outcome outcome={outcome} />}
          {outcome?.isIntact === true && outcome.checkpoint !== null && (
            <Checkpoint checkpoint={outcome.checkpoint} />
          )}
          <Group justify="flex-end">
            {isBusy && (
              <Text size="sm" c="var(--quiet-text)" role="status">
                {t('verify.soFar', { count: checked, number: formatNumber(checked) })}
              </Text>
            )}
            <Button variant="default" onClick={onClose}>
              {t('ui:close')}
            </Button>
            <Button type="submit" loading={isBusy}>
              {outcome === undefined ? t('verify.start') : t('verify.again')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

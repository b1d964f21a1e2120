import { Alert, Anchor, Button, Code, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { pages } from '../../../lib/paths';
import { type Verified, verifyAll } from './api';
import classes from './audit.module.css';

const count = (entries: number): string =>
  entries === 1 ? 'one entry' : `${entries.toLocaleString()} entries`;

const GIVEN: Readonly<Record<string, string>> = {
  same: 'The entry of your checkpoint is still there, and the same.',
  removed:
    'The entry of your checkpoint is older than entries are kept: it has been removed with those before it.',
};

function Outcome({ outcome }: { readonly outcome: Verified }) {
  const { isIntact, problem, checked, first, last, removed, given } = outcome;
  if (!isIntact) {
    return (
      <Alert
        color="red"
        variant="light"
        role="alert"
        icon={<IconAlertTriangle aria-hidden />}
        title="The log is not what was written"
      >
        <Stack gap="xs">
          <Text size="sm">{problem?.message}</Text>
          <Text size="sm">
            {checked === 0 ? 'No entry before it could be checked.' : `${count(checked)} checked before it.`}{' '}
            Somebody with access to the database has changed the log, or an older backup was restored. Compare
            it with an export or a backup.
          </Text>
          {problem !== null && given !== 'missing' && (
            <Anchor component={Link} to={pages.auditEntry(problem.number)} size="sm">
              Open entry {problem.number}
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
      title="The log is unbroken"
    >
      <Stack gap="xs">
        <Text size="sm">
          {checked === 0
            ? 'There are no entries.'
            : `${count(checked)} checked, numbers ${first ?? ''} to ${last ?? ''}: each matches its hash and follows the one before it, and none is missing between them.`}
        </Text>
        {removed > 0 && (
          <Text size="sm">
            Entries up to number {removed} were removed because of their age. The log itself says so, and what
            is left begins where they ended.
          </Text>
        )}
        {given !== null && <Text size="sm">{GIVEN[given]}</Text>}
      </Stack>
    </Alert>
  );
}

function Checkpoint({ checkpoint }: { readonly checkpoint: string }) {
  return (
    <Stack gap="xs">
      <Text size="sm">
        Keep this checkpoint outside Gatehouse. With it, anybody can tell later that nothing up to here was
        written anew, or cut off.
      </Text>
      <Code block aria-label="Checkpoint" className={classes.value ?? ''}>
        {checkpoint}
      </Code>
      <CopyButton value={checkpoint}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} style={{ alignSelf: 'flex-start' }}>
            {copied ? 'Copied' : 'Copy checkpoint'}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}

/** Has the chain checked, and says in words what came of it. */
export function VerifyDialog({ onClose }: { readonly onClose: () => void }) {
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
      title="Verify the audit log"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={(event) => void verify(event)}>
        <Stack>
          <Text size="sm">
            Each entry carries a hash of itself and of the entry before it. Whoever changes, adds or removes
            one behind Gatehouse’s back breaks the chain there.
          </Text>
          {problems !== undefined && problems.fields['checkpoint'] === undefined && (
            <Alert color="red" variant="light" role="alert">
              {problems.summary}
            </Alert>
          )}
          <TextInput
            label="Checkpoint"
            description="Optional: one that you copied earlier."
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
                {count(checked)} so far
              </Text>
            )}
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" loading={isBusy}>
              {outcome === undefined ? 'Verify the log' : 'Verify again'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import type { KeyRotation, RotateKey } from '@gatehouse/dto';
import { Alert, Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { toFormProblems } from '../../../lib/form-problems';
import { rotateKey } from './api';

const ORDERS = [
  {
    value: 'now',
    label: 'Now',
    hint: 'The next key is published already. What the present one signed stays valid.',
    order: { when: 'now' },
  },
  {
    value: 'published',
    label: 'When the next key has been published for a day',
    hint: 'For resource servers that keep our keys for long.',
    order: { when: 'published' },
  },
  {
    value: 'compromised',
    label: 'Now, and revoke the present key: it is compromised',
    hint: 'Every token that it signed is refused at once. Applications have to obtain new ones.',
    order: { compromised: true },
  },
] as const satisfies readonly { value: string; label: string; hint: string; order: RotateKey }[];

/** Asks how the next key shall begin, and shows what came of it. */
export function RotateDialog({
  algorithm,
  onClose,
}: {
  readonly algorithm: string;
  readonly onClose: () => void;
}) {
  const [choice, setChoice] = useState<string>('now');
  const [rotation, setRotation] = useState<KeyRotation>();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const isCompromised = choice === 'compromised';

  async function rotate(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      setRotation(await rotateKey(algorithm, ORDERS.find(({ value }) => value === choice)?.order ?? {}));
    } catch (error) {
      setProblem(toFormProblems(error).summary);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={`Rotate the ${algorithm} key`}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {rotation === undefined ? (
        <Stack>
          <Radio.Group label="When does the next key begin to sign?" value={choice} onChange={setChoice}>
            <Stack gap="sm" mt="xs">
              {ORDERS.map(({ value, label, hint }) => (
                <Radio key={value} value={value} label={label} description={hint} />
              ))}
            </Stack>
          </Radio.Group>
          {problem !== undefined && (
            <Alert color="red" variant="light" role="alert">
              {problem}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button {...(isCompromised && { color: 'red.9' })} loading={isBusy} onClick={() => void rotate()}>
              {isCompromised ? 'Revoke and rotate' : 'Rotate'}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack>
          <Text size="sm" role="status">
            {rotation.explanation}
          </Text>
          <Group justify="flex-end">
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

import type { KeyRotation, RotateKey } from '@gatehouse/dto';
import { Alert, Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../../lib/format';
import { toFormProblems } from '../../../lib/form-problems';
import { rotateKey } from './api';

const ORDERS = {
  now: { when: 'now' },
  published: { when: 'published' },
  compromised: { compromised: true },
} as const satisfies Record<string, RotateKey>;

type Choice = keyof typeof ORDERS;
const CHOICES = Object.keys(ORDERS) as readonly Choice[];

/** What came of it. */
function Outcome({ rotation, choice }: { readonly rotation: KeyRotation; readonly choice: Choice }) {
  const { t } = useTranslation('keys');
  if (choice === 'compromised') return t('rotation.outcome.compromised');
  return Date.parse(rotation.effectiveAt) > Date.now()
    ? t('rotation.outcome.later', { time: formatDateTime(rotation.effectiveAt) })
    : t('rotation.outcome.now');
}

/** Asks how the next key shall begin, and shows what came of it. */
export function RotateDialog({
  algorithm,
  onClose,
}: {
  readonly algorithm: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['keys', 'ui']);
  const [choice, setChoice] = useState<Choice>('now');
  const [rotation, setRotation] = useState<KeyRotation>();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const isCompromised = choice === 'compromised';

  async function rotate(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      setRotation(await rotateKey(algorithm, ORDERS[choice]));
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
      title={t('rotation.title', { algorithm })}
      centered
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      {rotation === undefined ? (
        <Stack>
          <Radio.Group label={t('rotation.when')} value={choice} onChange={setChoice}>
            <Stack gap="sm" mt="xs">
              {CHOICES.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={t(`rotation.${value}.label`)}
                  description={t(`rotation.${value}.hint`)}
                />
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
              {t('ui:cancel')}
            </Button>
            <Button {...(isCompromised && { color: 'red.9' })} loading={isBusy} onClick={() => void rotate()}>
              {t(isCompromised ? 'rotation.both' : 'rotate')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack>
          <Text size="sm" role="status">
            <Outcome rotation={rotation} choice={choice} />
          </Text>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('rotation.done')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

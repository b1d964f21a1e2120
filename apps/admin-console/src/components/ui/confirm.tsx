import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { describeProblem } from '../../lib/form-problems';

interface Properties {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirmLabel: string;
  /** To be typed first, where much is lost. */
  readonly typeToConfirm?: string;
  /** Not to be confirmed now: the text says why. */
  readonly isBlocked?: boolean;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something is lost. */
export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  typeToConfirm,
  isBlocked = false,
  onConfirm,
  onClose,
}: Properties) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function confirm(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(describeProblem(error).detail);
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        <Text size="sm" component="div">
          {children}
        </Text>
        {typeToConfirm !== undefined && (
          <TextInput
            label={<Trans t={t} i18nKey="confirm.type" components={{ what: <b>{typeToConfirm}</b> }} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
          />
        )}
        {problem !== undefined && (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            color="red.9"
            loading={isBusy}
            disabled={isBlocked || (typeToConfirm !== undefined && typed !== typeToConfirm)}
            onClick={() => void confirm()}
          >
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Button, Code, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import { Actions } from '../../ui/actions';
import type { TotpSetupAnswer } from './api';
import classes from './totp-setup.module.css';

interface Properties {
  readonly setup: TotpSetupAnswer;
  readonly isBusy: boolean;
  readonly onConfirm: (code: string) => void;
  readonly onCancel: () => void;
}

/** The secret as a picture for the app's camera: one path, a square per dark module. */
function QrCode({ text }: { readonly text: string }) {
  const { t } = useTranslation('account-security');
  const { size, path } = useMemo(() => {
    const { size: side, data } = encode(text, { border: 2 });
    const squares = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')));
    return { size: side, path: squares.join('') };
  }, [text]);
  return (
    <svg className={classes.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('setup.qr')}>
      <path d={path} />
    </svg>
  );
}

/** From the secret to its first code. */
export function TotpSetup({ setup, isBusy, onConfirm, onCancel }: Properties) {
  const { t } = useTranslation('account-security');

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get('code');
    if (typeof code === 'string') onConfirm(code.replaceAll(' ', ''));
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{t('setup.lead')}</Text>
        <QrCode text={setup.uri} />
        <Code block>{setup.text}</Code>
        <TextInput
          label={t('setup.label')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          maxLength={7}
          autoFocus
        />
        <Actions>
          <Button type="submit" loading={isBusy}>
            {t('setup.confirm')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('setup.cancel')}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}

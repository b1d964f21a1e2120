import { Alert, Button, Code, CopyButton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Actions } from '../../ui/actions';
import { takeFocus } from '../../ui/take-focus';

interface Properties {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** Recovery codes, shown this once. */
export function RecoveryCodes({ codes, onKept }: Properties) {
  const { t } = useTranslation('account-security');
  const text = codes.join('\n');
  return (
    <Alert ref={takeFocus} tabIndex={-1} variant="light" role="status" title={t('codes.title')}>
      <Stack gap="sm">
        <Text size="sm">{t('codes.detail')}</Text>
        <Code block>{text}</Code>
        <Actions>
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button variant="default" size="xs" onClick={copy}>
                {t(copied ? 'codes.copied' : 'codes.copy')}
              </Button>
            )}
          </CopyButton>
          <Button variant="default" size="xs" onClick={() => window.print()}>
            {t('codes.print')}
          </Button>
          <Button size="xs" onClick={onKept}>
            {t('codes.kept')}
          </Button>
        </Actions>
      </Stack>
    </Alert>
  );
}

import { Alert, Text } from '@mantine/core';
import { IconDeviceMobileQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './device-warning.module.css';

interface Properties {
  readonly application: string;
  /** What the application shows where it waits, where it shows anything. */
  readonly message: string | null;
}

/** OpenID Connect CIBA §7.1, §12: whoever asks is elsewhere, and may not be who the person thinks. */
export function BackchannelWarning({ application, message }: Properties) {
  const { t } = useTranslation('interaction');
  return (
    <Alert
      color="orange"
      variant="light"
      title={t('backchannel.title', { application })}
      icon={<IconDeviceMobileQuestion aria-hidden />}
      classNames={{ label: classes.title }}
    >
      {message === null ? (
        <Text size="sm">{t('backchannel.none')}</Text>
      ) : (
        <>
          <Text size="sm">{t('backchannel.code')}</Text>
          <Text className={classes.message} my={6}>
            {message}
          </Text>
          <Text size="sm">{t('backchannel.warning')}</Text>
        </>
      )}
    </Alert>
  );
}

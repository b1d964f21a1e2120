import { Alert, Text } from '@mantine/core';
import { IconDeviceTv } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './device-warning.module.css';

interface Properties {
  readonly application: string;
  readonly userCode: string;
}

/** RFC 8628 §5.4: whoever sends people here with a code of their own device gets in as them. */
export function DeviceWarning({ application, userCode }: Properties) {
  const { t } = useTranslation('interaction');
  return (
    <Alert
      color="orange"
      variant="light"
      title={t('device.title')}
      icon={<IconDeviceTv aria-hidden />}
      classNames={{ label: classes.title }}
    >
      <Text size="sm">{t('device.code', { application })}</Text>
      <Text className={classes.code} my={6}>
        {userCode}
      </Text>
      <Text size="sm">{t('device.warning')}</Text>
    </Alert>
  );
}

import { Alert, Text } from '@mantine/core';
import { IconDeviceTv } from '@tabler/icons-react';
import classes from './device-warning.module.css';

interface Properties {
  readonly application: string;
  readonly userCode: string;
}

/** RFC 8628 §5.4: whoever sends people here with a code of their own device gets in as them. */
export function DeviceWarning({ application, userCode }: Properties) {
  return (
    <Alert
      color="orange"
      variant="light"
      title="Only continue if you started this"
      icon={<IconDeviceTv aria-hidden />}
      classNames={{ label: classes.title }}
    >
      <Text size="sm">{application} runs on a device that must be in front of you and show this code:</Text>
      <Text className={classes.code} my={6}>
        {userCode}
      </Text>
      <Text size="sm">If somebody sent you here, or told you the code, deny.</Text>
    </Alert>
  );
}

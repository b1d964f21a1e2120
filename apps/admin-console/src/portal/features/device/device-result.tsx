import { Anchor, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck, IconClockX, IconHandStop } from '@tabler/icons-react';
import { useEffect } from 'react';
import { device } from '../../../lib/paths';

const RESULTS = {
  allowed: {
    title: 'You can go back to your device',
    detail: 'It goes on by itself in a few seconds. You may close this page.',
    color: 'green',
    Icon: IconCheck,
  },
  denied: {
    title: 'Denied',
    detail: 'The device gets nothing. You may close this page.',
    color: 'gray',
    Icon: IconHandStop,
  },
  expired: {
    title: 'Too late',
    detail: 'The code has expired, or was answered in another window. Begin again on your device.',
    color: 'orange',
    Icon: IconClockX,
  },
} as const;

type Result = keyof typeof RESULTS;

/** What became of a request; undefined for anything that no answer of ours leads to. */
export const findDeviceResult = (text: string | null): Result | undefined =>
  text === 'allowed' || text === 'denied' || text === 'expired' ? text : undefined;

/** The last word on this screen; the rest happens on the device. */
export function DeviceResult({ result }: { readonly result: Result }) {
  const { title, detail, color, Icon } = RESULTS[result];
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <Stack gap="md" align="center" ta="center" role="status">
      <ThemeIcon size={52} radius="xl" variant="light" color={color}>
        <Icon size={28} aria-hidden />
      </ThemeIcon>
      <Title order={1} size="h3">
        {title}
      </Title>
      <Text c="var(--quiet-text)">{detail}</Text>
      {result === 'expired' && <Anchor href={device.page}>Enter another code</Anchor>}
    </Stack>
  );
}

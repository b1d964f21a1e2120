import { Anchor } from '@mantine/core';
import { IconCheck, IconClockX, IconHandStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { device } from '../../../lib/portal-paths';
import { Done } from '../../ui/done';
import { useTitle } from '../../ui/use-title';

const RESULTS = {
  allowed: {
    title: 'allowed.title',
    detail: 'allowed.detail',
    color: 'green',
    Icon: IconCheck,
  },
  denied: {
    title: 'denied.title',
    detail: 'denied.detail',
    color: 'gray',
    Icon: IconHandStop,
  },
  expired: {
    title: 'expired.title',
    detail: 'expired.detail',
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
  const { t } = useTranslation('device');
  useTitle(t(title));
  return (
    <Done title={t(title)} detail={t(detail)} color={color} icon={Icon}>
      {result === 'expired' && <Anchor href={device.page}>{t('another')}</Anchor>}
    </Done>
  );
}

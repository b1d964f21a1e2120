import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ALGORITHMS } from './advanced';
import type { GrantSettings } from './grants';
import { SAMPLES } from './samples';

interface Properties {
  readonly value: GrantSettings;
  readonly onChange: (part: Partial<GrantSettings>) => void;
}

const MODES = ['poll', 'ping', 'push'] as const;

/** How a client that asks people elsewhere learns of their answer (OpenID Connect CIBA §4). */
export function BackchannelFields({ value, onChange }: Properties) {
  const { t } = useTranslation('applications');
  const { backchannelDeliveryMode: mode } = value;
  return (
    <>
      <Select
        label={t('backchannel.mode')}
        description={t(`backchannel.modes.${mode}.hint`)}
        data={MODES.map((name) => ({ value: name, label: t(`backchannel.modes.${name}.label`) }))}
        value={mode}
        allowDeselect={false}
        onChange={(chosen) =>
          onChange({ backchannelDeliveryMode: MODES.find((name) => name === chosen) ?? 'poll' })
        }
      />
      {mode !== 'poll' && (
        <TextInput
          label={t('backchannel.endpoint')}
          description={t('backchannel.endpointHint')}
          placeholder={SAMPLES.notificationEndpoint}
          value={value.backchannelNotificationEndpoint ?? ''}
          onChange={(event) => onChange({ backchannelNotificationEndpoint: event.currentTarget.value })}
        />
      )}
      <Select
        label={t('backchannel.algorithm')}
        description={t('backchannel.algorithmHint')}
        placeholder={t('backchannel.unsigned')}
        data={[...ALGORITHMS]}
        value={value.backchannelRequestSigningAlgorithm}
        clearable
        onChange={(chosen) =>
          onChange({
            backchannelRequestSigningAlgorithm: ALGORITHMS.find((name) => name === chosen) ?? null,
          })
        }
      />
    </>
  );
}

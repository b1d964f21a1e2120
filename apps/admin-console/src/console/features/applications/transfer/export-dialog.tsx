import { Modal, PasswordInput, Radio, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SubmitForm } from '../../../../components/ui/submit-form';
import { formatNumber } from '../../../../lib/format';
import type { Selected } from '../bulk-api';
import { saveApplications } from './api';

const MIN_PASSPHRASE = 12;

function describe(exported: readonly Selected[] | 'all'): string {
  if (exported === 'all') return i18next.t('applications:export.all');
  const count = exported.length;
  if (count === 1) return i18next.t('applications:export.one', { name: exported[0]?.name ?? '' });
  const applications = i18next.t('ui:nouns.applications.count', { count, number: formatNumber(count) });
  return i18next.t('applications:export.many', { applications });
}

interface PassphraseProperties {
  readonly passphrase: string;
  readonly repeated: string;
  readonly problem: string | undefined;
  readonly onChange: (passphrase: string, repeated: string) => void;
}

function PassphraseFields({ passphrase, repeated, problem, onChange }: PassphraseProperties) {
  const { t } = useTranslation('applications');
  const isOther = repeated.length >= passphrase.length && repeated !== passphrase;
  return (
    <>
      <PasswordInput
        label={t('export.passphrase')}
        description={t('export.passphraseHint', { min: MIN_PASSPHRASE })}
        required
        maxLength={1000}
        autoComplete="new-password"
        value={passphrase}
        error={problem}
        onChange={(event) => onChange(event.currentTarget.value, repeated)}
      />
      <PasswordInput
        label={t('export.repeat')}
        required
        maxLength={1000}
        autoComplete="new-password"
        value={repeated}
        error={isOther ? t('export.isOther') : undefined}
        onChange={(event) => onChange(passphrase, event.currentTarget.value)}
      />
    </>
  );
}

/** Applications as a file: sealed with all that they need to go on elsewhere, or readable and bare of secrets. */
export function ExportDialog({
  exported,
  onClose,
}: {
  readonly exported: readonly Selected[] | 'all';
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['applications', 'ui']);
  const [isSealed, setSealed] = useState(true);
  const [passphrase, setPassphrase] = useState('');
  const [repeated, setRepeated] = useState('');
  return (
    <Modal
      opened
      onClose={onClose}
      title={describe(exported)}
      centered
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <SubmitForm
        submitLabel={t('export.save')}
        isIncomplete={isSealed && (passphrase.length < MIN_PASSPHRASE || repeated !== passphrase)}
        onSubmit={async () => {
          await saveApplications({
            ...(exported !== 'all' && { ids: exported.map(({ id }) => id) }),
            ...(isSealed && { passphrase }),
          });
          notifications.show({ message: t('export.saved') });
          onClose();
        }}
      >
        {(problem) => (
          <Stack>
            <Text size="sm">{t('export.content')}</Text>
            <Radio.Group
              label={t('export.secrets')}
              value={isSealed ? 'sealed' : 'bare'}
              onChange={(value) => setSealed(value === 'sealed')}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="sealed" label={t('export.sealed')} description={t('export.sealedHint')} />
                <Radio value="bare" label={t('export.bare')} description={t('export.bareHint')} />
              </Stack>
            </Radio.Group>
            {isSealed && (
              <PassphraseFields
                passphrase={passphrase}
                repeated={repeated}
                problem={problem('passphrase')}
                onChange={(first, second) => {
                  setPassphrase(first);
                  setRepeated(second);
                }}
              />
            )}
          </Stack>
        )}
      </SubmitForm>
    </Modal>
  );
}

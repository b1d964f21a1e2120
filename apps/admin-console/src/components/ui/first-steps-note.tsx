import { Alert } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** On top of a form that the first steps have opened: where somebody is, and what is left for them to do. */
export function FirstStepsNote({ step }: { readonly step: 'api' | 'application' }) {
  const { t } = useTranslation('ui');
  return (
    <Alert
      variant="light"
      role="note"
      mb="md"
      icon={<IconRocket aria-hidden />}
      title={t('firstSteps.title', { number: step === 'api' ? 1 : 2 })}
    >
      {t(`firstSteps.${step}`)}
    </Alert>
  );
}

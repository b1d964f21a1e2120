import type { SaidScope } from '@gatehouse/dto';
import { useTranslation } from 'react-i18next';
import { SensitivityNote } from '../../components/ui/sensitivity-note';

interface Properties extends Pick<SaidScope, 'sensitivity'> {
  /** Whoever reads it decides now. */
  readonly isAsked?: boolean;
}

/** What a person is told of a scope that can do harm. */
export function Sensitivity({ sensitivity, isAsked = false }: Properties) {
  const { t } = useTranslation('portal');
  if (sensitivity === 'normal') return null;
  return (
    <SensitivityNote
      sensitivity={sensitivity}
      label={t(`sensitivity.${sensitivity}.label`)}
      {...(isAsked && { hint: t(`sensitivity.${sensitivity}.hint`) })}
    />
  );
}

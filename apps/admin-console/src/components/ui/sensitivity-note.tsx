import type { SaidScope } from '@gatehouse/dto';
import { IconAlertTriangle, IconShieldExclamation } from '@tabler/icons-react';
import classes from './sensitivity-note.module.css';

interface Properties {
  readonly sensitivity: SaidScope['sensitivity'];
  readonly label: string;
  readonly hint?: string;
}

/** Says of a scope that it can do harm: by a drawing and words, and by colour besides. */
export function SensitivityNote({ sensitivity, label, hint }: Properties) {
  if (sensitivity === 'normal') return null;
  const Icon = sensitivity === 'sensitive' ? IconAlertTriangle : IconShieldExclamation;
  return (
    <span className={classes.note} data-sensitivity={sensitivity}>
      <Icon size={16} aria-hidden className={classes.icon} />
      <span>
        <strong>{label}</strong>
        {hint !== undefined && ` ${hint}`}
      </span>
    </span>
  );
}

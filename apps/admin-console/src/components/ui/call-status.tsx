import { useTranslation } from 'react-i18next';
import classes from './call-status.module.css';

/** The status of an answer, by its class; said in words where there was no answer. */
export function CallStatus({ status }: { readonly status: number }) {
  const { t } = useTranslation('ui');
  return (
    <span className={classes.status} data-class={Math.floor(status / 100)}>
      {status === 0 ? t('callGone') : status}
    </span>
  );
}

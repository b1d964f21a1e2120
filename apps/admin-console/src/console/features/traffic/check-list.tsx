import type { CallCheck, CallExplanation } from '@gatehouse/dto';
import { Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import classes from './traffic.module.css';

const VERDICTS = {
  passed: { icon: IconCircleCheck, color: 'var(--mantine-color-gate-text)' },
  refused: { icon: IconCircleX, color: 'var(--mantine-color-red-text)' },
  'not-reached': { icon: IconCircleDashed, color: 'var(--quiet-text)' },
  'not-needed': { icon: IconCircleMinus, color: 'var(--quiet-text)' },
} as const;

/** What is true where a call passed. */
const describeTitle = ({ name, title }: CallCheck): string =>
  i18next.exists(`traffic:checks.titles.${name}`)
    ? i18next.t(`traffic:checks.titles.${name as 'head'}`)
    : title;

function Check({ check, refusal }: { check: CallCheck; refusal: CallExplanation['refusal'] }) {
  const { t } = useTranslation('traffic');
  const { icon: Icon, color } = VERDICTS[check.verdict];
  const isRefused = check.verdict === 'refused';
  return (
    <li className={classes.check} data-verdict={check.verdict}>
      <Icon size={22} color={color} aria-hidden />
      <div>
        <Text fw={isRefused ? 600 : 400} component="span">
          {describeTitle(check)}
        </Text>{' '}
        <Text
          size="sm"
          className={isRefused ? (classes.refused ?? '') : (classes.quiet ?? '')}
          component="span"
        >
          {t(`checks.verdicts.${check.verdict}`)}
        </Text>
        {isRefused && refusal !== null && (
          <>
            <Text size="sm">{refusal.detail}</Text>
            {refusal.reason !== null && refusal.reason !== refusal.detail && (
              <Text size="sm" c="var(--quiet-text)">
                {t('checks.notTold', { reason: refusal.reason })}
              </Text>
            )}
          </>
        )}
      </div>
    </li>
  );
}

/** Each check of a call in its order. */
export function CheckList({ call }: { readonly call: CallExplanation }) {
  return (
    <ol className={classes.checks}>
      {call.checks.map((check) => (
        <Check key={check.name} check={check} refusal={call.refusal} />
      ))}
    </ol>
  );
}

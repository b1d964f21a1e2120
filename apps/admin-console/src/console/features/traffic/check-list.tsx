import type { CallCheck, CallExplanation } from '@gatehouse/dto';
import { Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import classes from './traffic.module.css';

const VERDICTS = {
  passed: { icon: IconCircleCheck, color: 'var(--mantine-color-gate-text)', word: 'passed' },
  refused: { icon: IconCircleX, color: 'var(--mantine-color-red-text)', word: 'refused here' },
  'not-reached': { icon: IconCircleDashed, color: 'var(--quiet-text)', word: 'not reached' },
  'not-needed': { icon: IconCircleMinus, color: 'var(--quiet-text)', word: 'not needed' },
} as const;

function Check({ check, refusal }: { check: CallCheck; refusal: CallExplanation['refusal'] }) {
  const { icon: Icon, color, word } = VERDICTS[check.verdict];
  const isRefused = check.verdict === 'refused';
  return (
    <li className={classes.check} data-verdict={check.verdict}>
      <Icon size={22} color={color} aria-hidden />
      <div>
        <Text fw={isRefused ? 600 : 400} component="span">
          {check.title}
        </Text>{' '}
        <Text
          size="sm"
          className={isRefused ? (classes.refused ?? '') : (classes.quiet ?? '')}
          component="span"
        >
          {word}
        </Text>
        {isRefused && refusal !== null && (
          <>
            <Text size="sm">{refusal.detail}</Text>
            {refusal.reason !== null && refusal.reason !== refusal.detail && (
              <Text size="sm" c="var(--quiet-text)">
                Not told to the caller: {refusal.reason}
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

import { Alert } from '@mantine/core';
import { IconCheck, IconClockX, IconHandStop, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

const RESULTS = {
  allowed: { color: 'green', Icon: IconCheck },
  denied: { color: 'gray', Icon: IconHandStop },
  expired: { color: 'orange', Icon: IconClockX },
  unanswered: { color: 'orange', Icon: IconInfoCircle },
} as const;

export type Result = keyof typeof RESULTS;

/** What became of the last answer, by the address; undefined for anything that no answer of ours leads to. */
export function findResult(search: string): Result | undefined {
  const text = new URLSearchParams(search).get('result') ?? '';
  return Object.hasOwn(RESULTS, text) ? (text as Result) : undefined;
}

/** The last word on a request; the rest happens where the application waits. */
export function ResultAlert({ result }: { readonly result: Result }) {
  const { t } = useTranslation('account-requests');
  const { color, Icon } = RESULTS[result];
  return (
    <Alert
      role="status"
      variant="light"
      color={color}
      title={t(`results.${result}.title`)}
      icon={<Icon aria-hidden />}
    >
      {t(`results.${result}.detail`)}
    </Alert>
  );
}

import { Alert, Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { LogoMark } from '../../../components/ui/logo';
import { endpoints } from '../../../lib/paths';
import classes from './sign-in.module.css';

/** By what the address says. */
const PROBLEMS = {
  'not-an-operator': 'problems.notAnOperator',
  'second-factor': 'problems.secondFactor',
  expired: 'problems.expired',
  failed: 'problems.failed',
} as const;

const isProblem = (word: string): word is keyof typeof PROBLEMS => Object.hasOwn(PROBLEMS, word);

/** Where an operator begins. */
export function SignInPage() {
  const { t } = useTranslation(['session', 'ui']);
  const [address] = useSearchParams();
  const word = address.get('error') ?? '';
  const title = t('ui:title', { page: t('title') });
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Stack align="center" gap="md" ta="center">
          <LogoMark size={56} />
          <Title order={1} size="h2">
            {t('heading')}
          </Title>
          <Text c="var(--quiet-text)">{t('lead')}</Text>
          {isProblem(word) && (
            <Alert color="orange" variant="light" role="alert" ta="left">
              {t(PROBLEMS[word])}
              {word === 'second-factor' && (
                <>
                  {' '}
                  <Trans
                    t={t}
                    i18nKey="setUp"
                    components={{ way: <Anchor href={endpoints.account} inherit underline="always" /> }}
                  />
                </>
              )}
            </Alert>
          )}
          <Button component="a" href={endpoints.signIn(address.get('returnTo') ?? '/')} size="md" fullWidth>
            {t('submit')}
          </Button>
        </Stack>
      </div>
    </main>
  );
}

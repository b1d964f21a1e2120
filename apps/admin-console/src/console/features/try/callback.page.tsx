import { Center, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck, IconUnlink } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Logo } from '../../../components/ui/logo';
import { type CameBack, CHANNEL, type Taken } from './callback';

/** Long enough for a page on the same machine to answer. */
const PATIENCE_MS = 3_000;

type State = 'handing-over' | 'taken' | 'nobody';

const WORDS = {
  'handing-over': ['callback.handingOver', 'callback.handingOverText'],
  taken: ['callback.taken', 'callback.takenText'],
  nobody: ['callback.nobody', 'callback.nobodyText'],
} as const;

/** What came back, once: the address has a code in it, which should not stay there. */
function takeQuery(): string {
  const query = location.search.slice(1);
  history.replaceState(null, '', location.pathname);
  return query;
}

const QUERY = location.pathname === '/try/callback' ? takeQuery() : '';

/** Where browsers come back to after a trial of the authorization code flow. */
export function TryCallbackPage() {
  const { t } = useTranslation('try');
  const [state, setState] = useState<State>('handing-over');
  useEffect(() => {
    document.title = t('callback.page');
  }, [t]);
  useEffect(() => {
    const expected = new URLSearchParams(QUERY).get('state');
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<CameBack | Taken>) => {
      if (data.type === 'taken' && data.state === expected) setState('taken');
    };
    channel.postMessage({ type: 'came-back', query: QUERY } satisfies CameBack);
    const timer = setTimeout(
      () => setState((before) => (before === 'taken' ? before : 'nobody')),
      PATIENCE_MS,
    );
    return () => {
      clearTimeout(timer);
      channel.close();
    };
  }, []);
  const [title, text] = WORDS[state];
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="xl" maw={440} w="100%">
        <Stack align="center" ta="center">
          <Logo />
          <ThemeIcon
            size={48}
            radius="xl"
            variant="light"
            color={state === 'nobody' ? 'orange' : 'gate'}
            aria-hidden
          >
            {state === 'nobody' ? <IconUnlink size={24} /> : <IconCheck size={24} />}
          </ThemeIcon>
          <div role="status">
            <Title order={1} size="h3">
              {t(title)}
            </Title>
            <Text c="var(--quiet-text)" mt="xs">
              {t(text)}
            </Text>
          </div>
        </Stack>
      </Paper>
    </Center>
  );
}

import { Center, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck, IconUnlink } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Logo } from '../../../components/ui/logo';
import { type CameBack, CHANNEL, type Taken } from './callback';

/** Long enough for a page on the same machine to answer. */
const PATIENCE_MS = 3_000;

type State = 'handing-over' | 'taken' | 'nobody';

const WORDS: Readonly<Record<State, { readonly title: string; readonly text: string }>> = {
  'handing-over': { title: 'Handing the answer over', text: 'One moment.' },
  taken: {
    title: 'You can close this tab',
    text: 'The answer of the authorization server has reached the “Try it” page. Go on there.',
  },
  nobody: {
    title: 'Nobody is waiting for this',
    text: 'The “Try it” page that sent you is closed, or has begun again. Open it, and start from its first step.',
  },
};

/** What came back, once: the address has a code in it, which should not stay there. */
function takeQuery(): string {
  const query = location.search.slice(1);
  history.replaceState(null, '', location.pathname);
  return query;
}

const QUERY = location.pathname === '/try/callback' ? takeQuery() : '';

/** Where browsers come back to after a trial of the authorization code flow. */
export function TryCallbackPage() {
  const [state, setState] = useState<State>('handing-over');
  useEffect(() => {
    document.title = 'Try it · Gatehouse console';
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
  const { title, text } = WORDS[state];
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
              {title}
            </Title>
            <Text c="var(--quiet-text)" mt="xs">
              {text}
            </Text>
          </div>
        </Stack>
      </Paper>
    </Center>
  );
}

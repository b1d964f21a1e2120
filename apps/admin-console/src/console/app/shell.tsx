import {
  ActionIcon,
  Avatar,
  Burger,
  Center,
  Loader,
  Menu,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  useComputedColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { Navigate, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { Logo } from '../../components/ui/logo';
import { ErrorState } from '../../components/ui/states';
import { pages } from '../../lib/paths';
import { queryClient } from '../../lib/query-client';
import { type Session, signOut, useSession } from '../features/session/api';
import { Navigation } from './navigation';
import classes from './shell.module.css';

function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={isDark ? 'Use light colours' : 'Use dark colours'}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}

async function leave(): Promise<void> {
  await signOut();
  queryClient.clear();
  location.assign(pages.signIn);
}

function UserMenu({ user }: { readonly user: Extract<Session, { signedIn: true }>['user'] }) {
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.user} aria-label={`Signed in as ${user.displayName}`}>
          <Avatar color="gate" radius="xl" size={34} alt="">
            <IconUser size={18} aria-hidden />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600}>{user.displayName}</Text>
          <Text size="xs">
            {user.username} · {user.role}
          </Text>
        </Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The frame of every console page: for operators who are signed in. */
export function Shell() {
  const session = useSession();
  const { pathname, search } = useLocation();
  const [isOpen, menu] = useDisclosure(false);
  if (session.isError) return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  if (session.isPending) {
    return (
      <Center mih="100dvh" role="status" aria-label="Loading">
        <Loader />
      </Center>
    );
  }
  if (!session.data.signedIn) {
    return <Navigate to={`${pages.signIn}?returnTo=${encodeURIComponent(pathname + search)}`} replace />;
  }
  return (
    <div className={classes.shell}>
      <a href="#content" className="skip-link">
        Skip to content
      </a>
      <header className={classes.header}>
        <Burger
          opened={isOpen}
          onClick={menu.toggle}
          size="sm"
          aria-label="Menu"
          aria-expanded={isOpen}
          aria-controls="navigation"
          className={classes.burger ?? ''}
        />
        <Logo />
        <div className={classes.right}>
          <SchemeToggle />
          <UserMenu user={session.data.user} />
        </div>
      </header>
      <div className={classes.side} data-open={isOpen || undefined}>
        <Navigation onNavigate={menu.close} />
      </div>
      <main id="content" className={classes.content}>
        <Outlet />
        <ScrollRestoration />
      </main>
    </div>
  );
}

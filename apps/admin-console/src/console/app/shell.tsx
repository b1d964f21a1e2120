import {
  ActionIcon,
  Avatar,
  Burger,
  Group,
  Menu,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  useComputedColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconBook,
  IconEye,
  IconHelp,
  IconLogout,
  IconMoon,
  IconRocket,
  IconSun,
  IconUser,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, type Location, Navigate, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { Logo } from '../../components/ui/logo';
import { ErrorState } from '../../components/ui/states';
import { endpoints, firstSteps, pages } from '../../lib/paths';
import { queryClient } from '../../lib/query-client';
import { type Session, signOut, useSession } from '../../lib/session';
import { Loading } from './fallbacks';
import { LanguageMenu } from './language-menu';
import { Navigation } from './navigation';
import classes from './shell.module.css';

/**
 * What a place on a page is remembered by. Whatever is opened by its address has the key `default`: one page must not begin
 * where another was left, and lose the part that its address names.
 */
const nameScroll = ({ key, pathname, search, hash }: Location): string =>
  key === 'default' ? `${pathname}${search}${hash}` : key;

function SchemeToggle() {
  const { t } = useTranslation('console');
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={isDark ? t('toLight') : t('toDark')}
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

function HelpMenu() {
  const { t } = useTranslation('console');
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('help')}>
          <IconHelp size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={firstSteps.guide} leftSection={<IconRocket size={16} />}>
          {t('firstSteps')}
        </Menu.Item>
        <Menu.Item component="a" href={endpoints.docs} leftSection={<IconBook size={16} />}>
          {t('navigation.restApi')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function UserMenu({ user }: { readonly user: Extract<Session, { signedIn: true }>['user'] }) {
  const { t } = useTranslation('console');
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.user} aria-label={t('signedInAs', { name: user.displayName })}>
          <Avatar color="gate" radius="xl" size={34} alt="">
            <IconUser size={18} aria-hidden />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600}>{user.displayName}</Text>
          <Text size="xs">
            {user.username} · {t(`roles.${user.role as 'admin'}`)}
          </Text>
        </Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Why there are no buttons. */
function ViewerNote({ role }: { readonly role: string }) {
  const { t } = useTranslation('console');
  if (role !== 'viewer') return null;
  return (
    <Group gap="xs" mb="md" wrap="nowrap" role="note">
      <IconEye size={18} aria-hidden />
      <Text size="sm">{t('viewer')}</Text>
    </Group>
  );
}

/** The frame of every console page: for operators who are signed in. */
export function Shell() {
  const { t } = useTranslation('console');
  const session = useSession();
  const { pathname, search } = useLocation();
  const [isOpen, menu] = useDisclosure(false);
  if (session.isError) return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  if (session.isPending) {
    return <Loading />;
  }
  if (!session.data.signedIn) {
    return <Navigate to={`${pages.signIn}?returnTo=${encodeURIComponent(pathname + search)}`} replace />;
  }
  // The overview tells of everything; a member has applications.
  if (session.data.user.role === 'member' && pathname === pages.overview)
    return <Navigate to={pages.applications} replace />;
  return (
    <div className={classes.shell}>
      <a href="#content" className="skip-link">
        {t('skip')}
      </a>
      <header className={classes.header}>
        <Burger
          opened={isOpen}
          onClick={menu.toggle}
          size="sm"
          aria-label={t('menu')}
          aria-expanded={isOpen}
          aria-controls="navigation"
          className={classes.burger ?? ''}
        />
        <Logo />
        <div className={classes.right}>
          <HelpMenu />
          <LanguageMenu />
          <SchemeToggle />
          <UserMenu user={session.data.user} />
        </div>
      </header>
      <div className={classes.side} data-open={isOpen || undefined}>
        <Navigation role={session.data.user.role} onNavigate={menu.close} />
      </div>
      <main id="content" className={classes.content}>
        <ViewerNote role={session.data.user.role} />
        <Outlet />
        <ScrollRestoration getKey={nameScroll} />
      </main>
    </div>
  );
}

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../lib/api-client';
import {
  accountAccess,
  accountProfile,
  accountRequests,
  accountSecurity,
  catalogue,
  device,
} from '../../lib/portal-paths';
import type { ServerFacts } from '../server-facts';
import type { PageWidth } from './frame';
import { Notice, ProblemNotice } from '../ui/problem';

/** A page of its own: what is fetched for it, besides what every page has. */
export interface PortalPage {
  /** Files of texts. */
  readonly parts: readonly string[];
  /** Of its card; left out: for one question. */
  readonly width?: PageWidth;
  readonly load: () => Promise<ReactNode>;
}

const INTERACTION: ReadonlySet<string> = new Set([
  '/sign-in',
  '/second-factor',
  '/select-account',
  '/consent',
]);

/**
 * Where no application has sent anybody, and where there is nothing at all. No ID: nothing has failed, and none is kept of
 * it. The ways out are the pages that everybody has here.
 */
function NothingHere() {
  const { t } = useTranslation('portal');
  const isPlace = location.pathname === '/' || INTERACTION.has(location.pathname);
  return (
    <Notice
      title={t(isPlace ? 'nothingHere.title' : 'notFound.title')}
      detail={t(isPlace ? 'nothingHere.detail' : 'notFound.detail')}
    >
      <Button component="a" variant="default" href={accountSecurity.page}>
        {t('account.title')}
      </Button>
      <Button component="a" variant="subtle" href={catalogue.page}>
        {t('nothingHere.apis')}
      </Button>
    </Notice>
  );
}

const accessPage = (name: 'Forgot' | 'Reset' | 'SignUp' | 'Confirm' | 'NewEmail'): PortalPage => ({
  parts: ['account-access'],
  load: async () => {
    const pages = await import('../features/account-access/access.pages');
    const Page = {
      Forgot: pages.ForgotPasswordPage,
      Reset: pages.ResetPasswordPage,
      SignUp: pages.SignUpPage,
      Confirm: pages.ConfirmEmailPage,
      NewEmail: pages.ConfirmNewEmailPage,
    }[name];
    return <Page />;
  },
});

/** Pages that have one address each. */
const PAGES: Readonly<Record<string, PortalPage | undefined>> = {
  [accountAccess.pages.forgotPassword]: accessPage('Forgot'),
  [accountAccess.pages.resetPassword]: accessPage('Reset'),
  [accountAccess.pages.signUp]: accessPage('SignUp'),
  [accountAccess.pages.confirmEmail]: accessPage('Confirm'),
  [accountAccess.pages.confirmNewEmail]: accessPage('NewEmail'),
  '/signed-out': {
    parts: ['sign-out'],
    load: async () => {
      const { SignedOutPage } = await import('../features/sign-out/sign-out.page');
      return <SignedOutPage />;
    },
  },
  [accountProfile.page]: {
    parts: ['account-profile'],
    width: 'medium',
    load: async () => {
      const { ProfilePage } = await import('../features/account-profile/profile.page');
      return <ProfilePage />;
    },
  },
  [accountSecurity.page]: {
    parts: ['account-security'],
    width: 'medium',
    load: async () => {
      const { SecurityPage } = await import('../features/account-security/security.page');
      return <SecurityPage />;
    },
  },
  [accountRequests.page]: {
    parts: ['account-requests'],
    width: 'medium',
    load: async () => {
      const { WaitingPage } = await import('../features/account-requests/waiting.page');
      return <WaitingPage />;
    },
  },
  [catalogue.page]: {
    parts: ['catalogue'],
    width: 'wide',
    load: async () => {
      const { CataloguePage } = await import('../features/catalogue/catalogue.page');
      return <CataloguePage />;
    },
  },
  [catalogue.requestsPage]: {
    parts: ['catalogue'],
    width: 'wide',
    load: async () => {
      const { RequestsPage } = await import('../features/catalogue/requests.page');
      return <RequestsPage />;
    },
  },
  [device.page]: {
    parts: ['device'],
    load: async () => {
      const { DevicePage } = await import('../features/device/device.page');
      return <DevicePage />;
    },
  },
};

/** What people type who remember half of an address. */
const HALVES: Readonly<Record<string, string | undefined>> = {
  '/account': accountSecurity.page,
  '/catalogue': catalogue.page,
};

/** Goes on to another address; nothing is shown meanwhile. */
const goOn = (address: string): PortalPage => ({
  parts: [],
  load: () => {
    location.replace(address);
    return new Promise(() => undefined);
  },
});

/** Which page an address is. The portal has few, and each is left for good: no router. */
export function choosePage({ error, signOut }: ServerFacts, { pathname, search }: Location): PortalPage {
  if (error !== undefined) {
    return { parts: [], load: () => Promise.resolve(<ProblemNotice error={new ApiError(error)} />) };
  }
  if (signOut !== undefined) {
    return {
      parts: ['sign-out'],
      load: async () => {
        const { SignOutPage } = await import('../features/sign-out/sign-out.page');
        return <SignOutPage facts={signOut} />;
      },
    };
  }
  const page = PAGES[pathname];
  if (page !== undefined) return page;
  const whole = HALVES[pathname];
  if (whole !== undefined) return goOn(whole);
  const id = new URLSearchParams(search).get('interaction');
  if (id === null || !INTERACTION.has(pathname)) {
    return { parts: [], load: () => Promise.resolve(<NothingHere />) };
  }
  return {
    parts: ['interaction'],
    load: async () => {
      const { InteractionPage } = await import('../features/interaction/interaction.page');
      return <InteractionPage id={id} />;
    },
  };
}

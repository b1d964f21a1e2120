import type { ComponentType } from 'react';
import { accountAccess, accountSecurity, catalogue, device } from '../../lib/paths';
import {
  ConfirmEmailPage,
  ForgotPasswordPage,
  ResetPasswordPage,
  SignUpPage,
} from '../features/account-access/access.pages';
import { SecurityPage } from '../features/account-security/security.page';
import { CataloguePage } from '../features/catalogue/catalogue.page';
import { DevicePage } from '../features/device/device.page';
import { InteractionPage } from '../features/interaction/interaction.page';
import { findServerFacts } from '../server-facts';
import { ProblemPage } from '../features/problem/problem.page';
import { SignedOutPage, SignOutPage } from '../features/sign-out/sign-out.page';
import { PortalFrame } from './frame';

const ACCESS_PAGES: Readonly<Record<string, ComponentType | undefined>> = {
  [accountAccess.pages.forgotPassword]: ForgotPasswordPage,
  [accountAccess.pages.resetPassword]: ResetPasswordPage,
  [accountAccess.pages.signUp]: SignUpPage,
  [accountAccess.pages.confirmEmail]: ConfirmEmailPage,
};

/** Which page an address is. The portal has few, and each is left for good: no router. */
function choosePage() {
  const facts = findServerFacts();
  if (facts.error !== undefined) return <ProblemPage problem={facts.error} />;
  if (facts.signOut !== undefined) return <SignOutPage facts={facts.signOut} />;
  if (location.pathname === '/signed-out') return <SignedOutPage />;
  const AccessPage = ACCESS_PAGES[location.pathname];
  if (AccessPage !== undefined) return <AccessPage />;
  const isInteraction = ['/sign-in', '/second-factor', '/select-account', '/consent'].includes(
    location.pathname,
  );
  const id = new URLSearchParams(location.search).get('interaction');
  if (location.pathname === accountSecurity.page) return <SecurityPage />;
  if (location.pathname === catalogue.page) return <CataloguePage />;
  if (location.pathname === device.page) return <DevicePage />;
  if (isInteraction && id !== null) return <InteractionPage id={id} />;
  return (
    <ProblemPage
      problem={
        location.pathname === '/'
          ? {
              title: 'Nothing to do here',
              detail: 'This is where you sign in when an application sends you. Open the application first.',
            }
          : {
              title: 'Page not found',
              detail: 'There is nothing at this address. Go back to the application.',
            }
      }
    />
  );
}

export function App() {
  return (
    <PortalFrame brand={findServerFacts().brand ?? {}} isWide={location.pathname === catalogue.page}>
      {choosePage()}
    </PortalFrame>
  );
}

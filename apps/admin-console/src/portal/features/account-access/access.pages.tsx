import { PasswordInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { findFieldProblem, isOfPassword } from '../../ui/problem';
import { AccessForm, getText } from './access-form';
import { askForReset, confirmEmail, confirmNewEmail, resetPassword, signUp } from './api';

const FIELD = { required: true, withAsterisk: false, size: 'md' } as const;

/** The ticket of a link is behind its #: no server and no other site ever sees it there. */
const findTicket = (): string => location.hash.slice(1);

function EmailField({ problem }: { readonly problem: unknown }) {
  const { t } = useTranslation('account-access');
  return (
    <TextInput
      {...FIELD}
      label={t('email')}
      name="email"
      type="email"
      autoComplete="email"
      maxLength={254}
      autoFocus
      error={findFieldProblem(problem, 'email')}
    />
  );
}

function PasswordField({
  isFirst = false,
  problem,
}: {
  readonly isFirst?: boolean;
  readonly problem: unknown;
}) {
  const { t } = useTranslation(['account-access', 'portal']);
  const error = findFieldProblem(problem, 'password') ?? isOfPassword(problem);
  return (
    <PasswordInput
      {...FIELD}
      label={t(isFirst ? 'password' : 'newPassword')}
      name="password"
      description={t('passwordHint')}
      autoComplete="new-password"
      minLength={8}
      maxLength={1024}
      autoFocus={!isFirst}
      visibilityToggleButtonProps={{ 'aria-label': t('portal:showPassword'), tabIndex: 0 }}
      error={error}
      // The component marks its frame alone.
      aria-invalid={error !== false}
    />
  );
}

/** Whoever has forgotten their password. */
export function ForgotPasswordPage() {
  return (
    <AccessForm about="forgot" send={(form) => askForReset(getText(form, 'email').trim())}>
      {(problem) => <EmailField problem={problem} />}
    </AccessForm>
  );
}

/** A new password, by the link of a message. */
export function ResetPasswordPage() {
  return (
    <AccessForm about="reset" send={(form) => resetPassword(findTicket(), getText(form, 'password'))}>
      {(problem) => <PasswordField problem={problem} />}
    </AccessForm>
  );
}

/** A new account. */
export function SignUpPage() {
  const { t } = useTranslation('account-access');
  return (
    <AccessForm
      about="signUp"
      send={(form) =>
        signUp(getText(form, 'email').trim(), getText(form, 'displayName').trim(), getText(form, 'password'))
      }
    >
      {(problem) => (
        <>
          <EmailField problem={problem} />
          <TextInput
            {...FIELD}
            label={t('name')}
            name="displayName"
            autoComplete="name"
            maxLength={100}
            error={findFieldProblem(problem, 'displayName')}
          />
          <PasswordField isFirst problem={problem} />
        </>
      )}
    </AccessForm>
  );
}

/** The link that shows that an address is one's own. One press: programs that look at mail open links too. */
export function ConfirmEmailPage() {
  return (
    <AccessForm about="confirm" send={() => confirmEmail(findTicket())}>
      {() => null}
    </AccessForm>
  );
}

/** The same for another address of an account. */
export function ConfirmNewEmailPage() {
  return (
    <AccessForm about="newEmail" send={() => confirmNewEmail(findTicket())}>
      {() => null}
    </AccessForm>
  );
}

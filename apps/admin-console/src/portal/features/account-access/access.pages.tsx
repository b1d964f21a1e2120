import { PasswordInput, TextInput } from '@mantine/core';
import { AccessForm, getText } from './access-form';
import { askForReset, confirmEmail, resetPassword, signUp } from './api';

const EMAIL = {
  label: 'E-mail address',
  name: 'email',
  type: 'email',
  autoComplete: 'email',
  required: true,
  withAsterisk: false,
  maxLength: 254,
  size: 'md',
} as const;

const NEW_PASSWORD = {
  label: 'New password',
  name: 'password',
  description: 'A few uncommon words in a row make a good one.',
  autoComplete: 'new-password',
  required: true,
  withAsterisk: false,
  minLength: 8,
  maxLength: 1024,
  size: 'md',
  visibilityToggleButtonProps: { 'aria-label': 'Show or hide what you type', tabIndex: 0 },
} as const;

/** The ticket of a link is behind its #: no server and no other site ever sees it there. */
const findTicket = (): string => location.hash.slice(1);

/** Whoever has forgotten their password. */
export function ForgotPasswordPage() {
  return (
    <AccessForm
      title="Forgotten your password?"
      lead="We send a link to your e-mail address, and you choose a new one."
      button="Send the link"
      done={{
        title: 'Look at your mail',
        text: 'If an account has this address, a link is on its way. It counts for 30 minutes.',
      }}
      send={(form) => askForReset(getText(form, 'email').trim())}
    >
      <TextInput {...EMAIL} autoFocus />
    </AccessForm>
  );
}

/** A new password, by the link of a message. */
export function ResetPasswordPage() {
  return (
    <AccessForm
      title="Choose a new password"
      lead="Your sessions end with it, here and at the applications that you opened with them."
      button="Save"
      done={{
        title: 'Your new password counts',
        text: 'Go back to the application and sign in. You can close this page.',
      }}
      send={(form) => resetPassword(findTicket(), getText(form, 'password'))}
    >
      <PasswordInput {...NEW_PASSWORD} autoFocus />
    </AccessForm>
  );
}

/** A new account. */
export function SignUpPage() {
  return (
    <AccessForm
      title="Create an account"
      lead="Your e-mail address is your user name."
      button="Create the account"
      done={{
        title: 'Look at your mail',
        text: 'We have sent you a message. Open its link, then go back to the application and sign in.',
      }}
      send={(form) =>
        signUp(getText(form, 'email').trim(), getText(form, 'displayName').trim(), getText(form, 'password'))
      }
    >
      <TextInput {...EMAIL} autoFocus />
      <TextInput
        label="Name"
        name="displayName"
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={100}
        size="md"
      />
      <PasswordInput {...NEW_PASSWORD} label="Password" />
    </AccessForm>
  );
}

/** The link that shows that an address is one's own. One press: programs that look at mail open links too. */
export function ConfirmEmailPage() {
  return (
    <AccessForm
      title="Confirm your e-mail address"
      lead="One press, and your account is ready."
      button="This is my address"
      done={{ title: 'Thank you', text: 'Go back to the application and sign in. You can close this page.' }}
      send={() => confirmEmail(findTicket())}
    >
      {null}
    </AccessForm>
  );
}

/** What is counted where it happens, a few times a second at most: by name, with what it says. */
export const COUNTERS = {
  tokens: {
    name: 'gatehouse_token_answers_total',
    help: 'Answers of the token endpoint with tokens, by grant type.',
  },
  tokenErrors: {
    name: 'gatehouse_token_errors_total',
    help: 'Answers of the token endpoint without tokens, by error code (RFC 6749 §5.2).',
  },
  signIns: {
    name: 'gatehouse_sign_ins_total',
    help: 'Tries to sign in, by what was shown last (password, code, passkey, provider) and how it ended.',
  },
  throttled: {
    name: 'gatehouse_throttled_tries_total',
    help: 'Passwords, codes and other guesses that were told to wait, unread.',
  },
} as const;
export type CounterName = keyof typeof COUNTERS;

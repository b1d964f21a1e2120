import i18next from 'i18next';

/** RFC 8176: what somebody has signed in with, in words. */
export const describeMethods = (amr: readonly string[]): string =>
  amr
    .filter((method) => method !== 'mfa' && method !== 'user')
    .map((method) =>
      i18next.exists(`users:methods.${method}`) ? i18next.t(`users:methods.${method as 'pwd'}`) : method,
    )
    .join(', ');

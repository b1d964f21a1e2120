import i18next from 'i18next';

/** Why a call was refused, in a word or two; by the check that said no. */
export const describeCheck = (check: string): string =>
  i18next.exists(`ui:checks.${check}`) ? i18next.t(`ui:checks.${check as 'head'}`) : check;

import 'i18next';

/** The English texts, by part; each entry adds its own. They are what keys are checked against. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the entries' texts are merged into it
export interface Texts {}

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: Texts;
  }
}

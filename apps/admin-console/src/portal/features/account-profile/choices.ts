/** Languages that many people read; whoever reads another one keeps what they have said elsewhere. */
const LANGUAGES =
  'ar bg bn ca cs da de de-AT de-CH el en en-GB en-US es es-MX et fa fi fr fr-CA fr-CH he hi hr hu id is it ja ko lt lv ms nb nl nl-BE pl pt pt-BR ro ru sk sl sr sv th tr uk ur vi zh-Hans zh-Hant';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** With what was chosen before among them, and nothing at all. */
function complete(choices: readonly Choice[], current: string | undefined): Choice[] {
  const isKnown = current === undefined || choices.some(({ value }) => value === current);
  return [{ value: '', label: '–' }, ...(isKnown ? [] : [{ value: current, label: current }]), ...choices];
}

/** @param language in which the names are */
export function listLanguages(language: string, current: string | undefined): Choice[] {
  const names = new Intl.DisplayNames([language], { type: 'language' });
  const choices = LANGUAGES.split(' ').map((value) => ({ value, label: names.of(value) ?? value }));
  const order = new Intl.Collator(language);
  return complete(
    choices.sort((one, other) => order.compare(one.label, other.label)),
    current,
  );
}

export const listTimeZones = (current: string | undefined): Choice[] =>
  complete(
    Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value.replaceAll('_', ' ') })),
    current,
  );

import type { CreateDetailsType, DetailsTypeDetail } from '@gatehouse/dto';
import { type Draft, EMPTY_DRAFT, toDraft, toInput } from './draft';

/** A type of authorization details as its form has it: the words and looks of a scope, and what it may say. */
export interface DetailsDraft extends Draft {
  readonly schema: string;
  readonly apiIds: readonly string[];
  readonly isRemembered: boolean;
  readonly isRegistrable: boolean;
}

export const EMPTY_DETAILS_DRAFT: DetailsDraft = {
  ...EMPTY_DRAFT,
  sensitivity: 'sensitive',
  schema: JSON.stringify(
    { type: 'object', required: ['identifier'], properties: { identifier: { type: 'string' } } },
    null,
    2,
  ),
  apiIds: [],
  isRemembered: false,
  isRegistrable: false,
};

export const toDetailsDraft = (type: DetailsTypeDetail): DetailsDraft => ({
  ...toDraft(type),
  schema: type.schema,
  apiIds: type.apis.map(({ id }) => id),
  isRemembered: type.isRemembered,
  isRegistrable: type.isRegistrable,
});

export const toDetailsInput = (draft: DetailsDraft): Omit<CreateDetailsType, 'name'> => ({
  ...toInput(draft),
  schema: draft.schema,
  apiIds: [...draft.apiIds],
  isRemembered: draft.isRemembered,
  isRegistrable: draft.isRegistrable,
});

/** A detail whose fields are called what they say: for a picture of the words. */
export function makeSample(fields: readonly string[]): Record<string, unknown> {
  const sample: Record<string, unknown> = {};
  for (const field of fields) {
    const names = field.split('.');
    let place = sample;
    for (const name of names.slice(0, -1)) {
      const inner = place[name];
      const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
      place[name] = next;
      place = next;
    }
    place[names.at(-1) ?? ''] ??= field;
  }
  return sample;
}

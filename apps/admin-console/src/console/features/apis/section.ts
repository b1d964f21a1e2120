import type { ApiDetail, ApiInput } from '@gatehouse/dto';

/** What each section of an API's form gets: all of the API, and the way to change a part of it. */
export interface SectionProperties {
  readonly value: ApiInput;
  /** As it is published; undefined: not yet. */
  readonly stored: ApiDetail | undefined;
  /** What is wrong with a field. */
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<ApiInput>) => void;
}

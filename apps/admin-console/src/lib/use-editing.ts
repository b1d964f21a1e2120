import { useRef, useState } from 'react';
import { ApiError } from './api-client';
import { addEdits, type Edits, listConflicts, listDirty, NO_EDITS, rebase, withoutFields } from './edits';
import { useDraft } from './use-draft';

interface Options<R, T extends object> {
  /** Tells the draft from others of this tab, such as `client abc grants`. */
  readonly name: string;
  /** As it is stored, as far as is known. */
  readonly record: R;
  /** What of it the form changes. */
  readonly toValue: (record: R) => T;
  /** Finds out what is stored by now. */
  readonly reload: () => Promise<R>;
  /** Fields that may be secrets: lost in a reload rather than stored. */
  readonly unkept?: readonly (keyof T & string)[];
}

/** A form's hold on something that others may change too. */
export interface Editing<R, T extends object> {
  /** As stored, with what was typed over it. */
  readonly value: T;
  readonly stored: T;
  readonly change: (part: Partial<T>) => void;
  /** Another one when the fields have to begin anew: for inputs with a state of their own. */
  readonly formKey: string;
  readonly isDirty: boolean;
  /** Whether what was typed is from before a reload. */
  readonly isRestored: boolean;
  /** Fields that somebody else has changed too. */
  readonly conflicts: readonly (keyof T & string)[];
  readonly discard: () => void;
  readonly takeTheirs: () => void;
  readonly keepMine: () => void;
  /**
   * Sends what was typed, made from what is stored by now; what somebody else changed in other fields stays.
   * @throws ApiError, or EditConflict while fields are in conflict
   */
  readonly save: (send: (record: R, value: T) => Promise<unknown>) => Promise<void>;
}

const isStale = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.code === 'changed-meanwhile';

/** Nothing was sent: somebody has to choose first. EditNotes say so. */
export class EditConflict extends Error {
  constructor() {
    super('somebody else has changed the same fields');
    this.name = 'EditConflict';
  }
}

/** What was typed survives a reload, and neither overwrites what somebody else saved meanwhile nor is lost to it. */
export function useEditing<R, T extends object>(options: Options<R, T>): Editing<R, T> {
  const { name, record, toValue, reload, unkept = [] } = options;
  const [edits, setEdits, forget] = useDraft<Edits<T>>(`edit ${name}`, NO_EDITS, (all) =>
    withoutFields(all, unkept),
  );
  const [isRestored, setRestored] = useState(() => Object.keys(edits.mine).length > 0);
  const stored = toValue(record);
  const conflicts = listConflicts(edits, stored);
  const isDirty = listDirty(edits, stored).length > 0;
  const [restarts, setRestarts] = useState(0);
  // While somebody types, the fields stay the same ones, whatever is stored meanwhile.
  const quiet = useRef('');
  if (!isDirty) quiet.current = JSON.stringify(stored);

  function discard(): void {
    forget();
    setEdits(NO_EDITS);
    setRestored(false);
    setRestarts(restarts + 1);
  }

  async function save(send: (record: R, value: T) => Promise<unknown>): Promise<void> {
    if (conflicts.length > 0) throw new EditConflict();
    try {
      await send(record, { ...stored, ...edits.mine });
    } catch (error) {
      if (!isStale(error)) throw error;
      const fresh = await reload();
      if (listConflicts(edits, toValue(fresh)).length > 0) throw new EditConflict();
      await send(fresh, { ...toValue(fresh), ...edits.mine });
    }
    discard();
  }

  return {
    value: { ...stored, ...edits.mine },
    stored,
    change: (part) => setEdits((before) => addEdits(before, stored, part)),
    formKey: `${restarts} ${quiet.current}`,
    isDirty,
    isRestored,
    conflicts,
    discard,
    takeTheirs: () => {
      setEdits((before) => withoutFields(before, conflicts));
      setRestarts(restarts + 1);
    },
    keepMine: () => setEdits((before) => rebase(before, stored)),
    save,
  };
}

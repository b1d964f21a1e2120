import { IsBoolean, IsOptional, IsUUID } from 'class-validator';
import { ApiInput } from './api.dto.js';

/** An API that is not saved yet. */
export class CheckApi extends ApiInput {
  /** The API that it would replace; left out: none. */
  @IsOptional()
  @IsUUID()
  id?: string;

  /** Whether its targets are called too, with HEAD, from the node that answers; left out: they are. */
  @IsOptional()
  @IsBoolean()
  connect?: boolean;
}

/** Something about one field; `field` is a path such as `routes.0.path`. */
export interface ApiFinding {
  readonly field: string;
  readonly message: string;
  /** By which a page finds words of its own language for it. */
  readonly code?: string;
  /** For those words. */
  readonly values?: Readonly<Record<string, string>>;
}

/** How one target answered. */
export interface TargetCheck {
  readonly url: string;
  readonly isReachable: boolean;
  /** A sentence for an operator. */
  readonly explanation: string;
  /** By which a page finds words of its own language for it. */
  readonly code: string;
  /** For those words. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface ApiChecks {
  /** It would be refused. */
  readonly errors: readonly ApiFinding[];
  /** It may be saved, and may not do what is meant. */
  readonly warnings: readonly ApiFinding[];
  readonly targets: readonly TargetCheck[];
}

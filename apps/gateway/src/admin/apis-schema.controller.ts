import { Get } from '@nestjs/common';
import { AdminController } from './admin.decorators.js';
import type { Schema } from './open-api.schemas.js';

/** For editors of the APIs file. */
@AdminController('apis/schema')
export class ApisSchemaController {
  @Get()
  async describe(): Promise<Schema> {
    // What makes descriptions is loaded when somebody wants one.
    const { describeApisDocument } = await import('./apis-schema.js');
    return describeApisDocument();
  }
}

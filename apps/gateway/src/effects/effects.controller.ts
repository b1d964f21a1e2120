import { Get, Inject, Param } from '@nestjs/common';
import { BLOCKING_EFFECTS, EFFECT_SUBJECTS, type EffectSubject, EFFECTS, type Effects } from '@gatehouse/dto';
import { countEffects, NotFoundError } from '@gatehouse/persistence';
import { AdminController } from '../admin/admin.decorators.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

const isSubject = (text: string): text is EffectSubject =>
  (EFFECT_SUBJECTS as readonly string[]).includes(text);

/** What deleting something would affect, or switching it off: counted when it is asked, and the same for every kind. */
@AdminController('effects')
export class EffectsController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get(':subject/:id')
  async get(@Param('subject') subject: string, @Param('id') id: string): Promise<Effects> {
    if (!isSubject(subject)) throw new NotFoundError('kind of thing');
    const counts = await countEffects(this.platform.database.controlPool, subject, id);
    const effects = EFFECTS.map((what) => ({ what, count: counts[what] ?? 0 })).filter(
      ({ count }) => count > 0,
    );
    const mustGoFirst: readonly string[] = BLOCKING_EFFECTS;
    return { mayDelete: !effects.some(({ what }) => mustGoFirst.includes(what)), effects };
  }
}

import { createChance } from '../chance.mjs';
import { clouds, finish, glow, wash } from '../light.mjs';
import { ridge, heightAt, below } from '../terrain.mjs';
import { wood } from '../trees.mjs';

/** From the farthest wood to the nearest. */
const WOODS = [
  { colour: '#b3c2bd', base: 520, spacing: 15, heights: /** @type {const} */ ([70, 125]), fog: 0.5 },
  { colour: '#93a8a3', base: 590, spacing: 19, heights: /** @type {const} */ ([100, 175]), fog: 0.52 },
  { colour: '#6c8783', base: 680, spacing: 27, heights: /** @type {const} */ ([150, 255]), fog: 0.5 },
  { colour: '#456461', base: 790, spacing: 42, heights: /** @type {const} */ ([210, 350]), fog: 0.42 },
  { colour: '#233f3f', base: 930, spacing: 74, heights: /** @type {const} */ ([300, 520]), fog: 0.22 },
];

/** A mountain wood in which the fog is rising. */
export function drawPinesInFog() {
  const chance = createChance(90);
  const layers = WOODS.map(({ colour, base, spacing, heights, fog }, index) => {
    const slope = (/** @type {number} */ x) => (index % 2 === 0 ? 1.3 - 2.2 * x : 2 * x - 1);
    const line = ridge(chance, { base, height: 62 + index * 6, span: 420, roughness: 0.4, shape: slope });
    const trees = wood(chance, {
      ground: (x) => heightAt(line, x),
      from: -60,
      to: 1560,
      spacing,
      heights,
      breadth: 0.38,
    });
    return `<path d="${trees}${below(line)}" fill="${colour}"/>
${wash(`ground-fog-${index}`, `#dfe6e0/0 0, #dfe6e0/${fog * 1.5 > 1 ? 1 : fog * 1.5} 1`, {
  top: base - 90,
  bottom: base + 110,
})}
${clouds(`fog-${index}`, {
  seed: 12 + index * 7,
  colour: '#e6ece7',
  frequency: [0.0022, 0.006],
  cover: 0.54,
  softness: 0.42,
  opacity: fog * 1.5,
  heights: `#000 ${(base - 240) / 1000}, #fff ${(base - 40) / 1000}, #fff/0.6 ${(base + 120) / 1000}, #000 1`,
})}`;
  });
  return `${wash('sky', '#9fb3b5 0, #cfd9d4 0.35, #e9ece4 0.7')}
${glow('pale-sun', { x: 985, y: 205, radius: 480, colour: '#fff3d4', strength: 0.75 })}
${layers.join('')}
${glow('light', { x: 985, y: 260, radius: 640, colour: '#ffe9bf', strength: 0.2 })}
${wash('shade', '#0f2424/0 0, #0c1f20/0.62 1', { top: 760, bottom: 1000 })}
${finish({ vignette: 0.34, grain: 0.12 })}`;
}

import { createChance } from '../chance.mjs';
import { clouds, finish, glow, gradient, wash } from '../light.mjs';
import { below, heightAt, peak, ridge } from '../terrain.mjs';
import { wood } from '../trees.mjs';

/** From the sun's haze to the wood in front. */
const RANGES = [
  { base: 560, height: 70, span: 420, top: '#e9b3a0', foot: '#f6d3b4' },
  { base: 600, height: 92, span: 380, top: '#cf938f', foot: '#eebca4' },
  { base: 655, height: 100, span: 430, top: '#a8727f', foot: '#dca295' },
  { base: 715, height: 110, span: 360, top: '#7d5570', foot: '#bd8389' },
  { base: 795, height: 105, span: 420, top: '#553d5c', foot: '#8f6277' },
];

/** Ranges of hills behind each other, in the first light. */
export function drawMorningRidges() {
  const chance = createChance(11);
  const ranges = RANGES.map((range, index) => drawRange(chance, range, index));
  const front = ridge(chance, {
    base: 905,
    height: 75,
    span: 520,
    roughness: 0.4,
    shape: (x) => 1.1 - 2.2 * x,
  });
  const ground = (/** @type {number} */ x) => heightAt(front, x);
  const trees = wood(chance, { ground, from: -20, to: 1520, spacing: 17, heights: [46, 104] });
  return `${wash('sky', '#5d7fa6 0, #a5b3bd 0.3, #f1cfae 0.48, #fbdcae 0.6')}
${clouds('veil', {
  seed: 21,
  colour: '#fff1dd',
  frequency: [0.0018, 0.011],
  cover: 0.52,
  softness: 0.34,
  opacity: 0.75,
  heights: '#fff/0.7 0, #fff 0.35, #000 0.5',
})}
${glow('sun-haze', { x: 1010, y: 505, radius: 560, colour: '#ffca85', strength: 0.95 })}
<circle cx="1010" cy="500" r="33" fill="#fffbea"/>${glow('sun', { x: 1010, y: 500, radius: 150, colour: '#fff3c9' })}
${ranges.slice(0, 3).join('')}
${glow('valley', { x: 1010, y: 640, radius: 210, flatness: 3, colour: '#ffc48a', strength: 0.5 })}
${clouds('valley-mist', {
  seed: 4,
  colour: '#ffe3c6',
  frequency: [0.0022, 0.012],
  cover: 0.5,
  softness: 0.4,
  opacity: 0.7,
  heights: '#000 0.6, #fff 0.72, #000 0.82',
})}
${ranges.slice(3).join('')}
${clouds('near-mist', {
  seed: 9,
  colour: '#f0b9a6',
  frequency: [0.002, 0.01],
  cover: 0.46,
  softness: 0.45,
  opacity: 0.55,
  heights: '#000 0.74, #fff 0.86, #000 0.94',
})}
${gradient('front', '#2b2238 0, #171321 1', {
  top: 780,
  bottom: 1000,
})}<path d="${trees}${below(front)}" fill="url(#front)"/>
${finish()}`;
}

/**
 * @param {import('../chance.mjs').Chance} chance
 * @param {(typeof RANGES)[number]} range
 * @param {number} index
 */
function drawRange(chance, { base, height, span, top, foot }, index) {
  const shape = index < 2 ? peak(0.3, 0.16, 0.9) : peak(0.85, 0.3, 0.5);
  const line = ridge(chance, { base, height, span, roughness: 0.46, shape });
  const id = `range-${index}`;
  return `${gradient(id, `${top} 0, ${foot} 0.85`, { top: base - height, bottom: base + 150 })}
<path d="${below(line)}" fill="url(#${id})"/>`;
}

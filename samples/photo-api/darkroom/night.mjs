import { WIDTH } from './format.mjs';

/** @typedef {{ count: number, top?: number, bottom: number, size?: number }} StarOptions */

/**
 * Stars: many faint ones, few bright ones, some warm, some cold.
 * @param {import('./chance.mjs').Chance} chance
 * @param {StarOptions} options
 */
export function stars(chance, { count, top = 0, bottom, size = 1 }) {
  const all = Array.from({ length: count }, () => {
    const brightness = chance.between(0, 1) ** 5;
    const x = chance.between(0, WIDTH).toFixed(1);
    const y = chance.between(top, bottom).toFixed(1);
    const radius = ((0.45 + brightness * 1.5) * size).toFixed(2);
    const colour = chance.pick(['#ffffff', '#ffffff', '#dfeaff', '#c9dcff', '#fff0d8', '#ffe2c4']);
    return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${colour}" opacity="${(0.3 + brightness * 0.7).toFixed(2)}"/>`;
  });
  return all.join('');
}

import { createChance } from '../chance.mjs';
import { clouds, finish, gradient, wash } from '../light.mjs';
import { below, heightAt, peak, reflection, relief, ridge } from '../terrain.mjs';
import { wood } from '../trees.mjs';

const SHORE = 640;

/**
 * A snowy massif and its image in a still lake.
 * @param {import('./scenes.mjs').Print} print
 */
export async function drawAlpineLake(print) {
  const chance = createChance(52);
  const massif = ridge(chance, {
    base: 560,
    height: 150,
    span: 300,
    roughness: 0.56,
    shape: (x) => peak(0.55, 0.15, 2)(x) + peak(0.27, 0.15, 1.1)(x) + peak(0.84, 0.13, 0.95)(x) + 0.15,
  });
  const foothills = ridge(chance, {
    base: 585,
    height: 62,
    span: 330,
    roughness: 0.5,
    shape: (x) => 1.4 * (2 * x - 1) ** 2,
  });
  const hill = (/** @type {number} */ x) => heightAt(foothills, x);
  const shoreLine = (/** @type {number} */ x) => SHORE - 4 - 3 * Math.sin(x / 90);
  const above = `${wash('sky', '#2f6db0 0, #7eb0dc 0.4, #d8e8f1 0.64')}
${clouds('cumulus', {
  seed: 31,
  colour: '#ffffff',
  frequency: [0.0034, 0.0085],
  cover: 0.48,
  softness: 0.18,
  opacity: 0.9,
  heights: '#000 0.02, #fff/0.8 0.2, #fff 0.44, #000 0.6',
})}
${relief('rock', { seed: 8, frequency: [0.009, 0.0065], height: 105, azimuth: 215, elevation: 40, colours: ['#2a3a57', '#5f7596', '#a9b9cf', '#f4f1ea', '#fffdf6'] })}
<path d="${below(massif, SHORE)}" filter="url(#rock)"/>
${gradient('haze', '#cfe0ee/0 0, #c3d8e6/0.85 1', {
  top: 330,
  bottom: 620,
})}<path d="${below(massif, SHORE)}" fill="url(#haze)"/>
${relief('slopes', { seed: 15, frequency: [0.014, 0.02], height: 60, azimuth: 215, elevation: 45, colours: ['#17303a', '#2f5148', '#57755a', '#8fa06f'] })}
<path d="${below(foothills, SHORE)}" filter="url(#slopes)"/>
<path d="${wood(chance, { ground: hill, from: -10, to: 1510, spacing: 9, heights: [12, 26] })}" fill="#20403f"/>
${wash('slope-haze', '#b9d2dd/0 0, #b9d2dd/0.5 1', { top: 540, bottom: SHORE })}
<path d="${wood(chance, { ground: shoreLine, from: -10, to: 1510, spacing: 8, heights: [26, 62] })}" fill="#16332f"/>
<path d="${wood(chance, { ground: shoreLine, from: -30, to: 430, spacing: 15, heights: [70, 150] })}${wood(chance, { ground: shoreLine, from: 1190, to: 1530, spacing: 14, heights: [80, 175] })}" fill="#0e2624"/>`;
  return `${above}
${reflection('mirror', { of: await print(above), line: SHORE, sway: 30 })}
${wash('water', '#0f4a63/0.06 0, #0d4258/0.22 0.5, #062b3d/0.72 1', { top: SHORE, bottom: 1000 })}
${wash('shore-light', '#eaf6fa/0.75 0, #eaf6fa/0 1', { top: SHORE, bottom: SHORE + 7 })}
${stones(chance)}
${finish({ vignette: 0.3, grain: 0.08 })}`;
}

/**
 * The stones of our own shore.
 * @param {import('../chance.mjs').Chance} chance
 */
function stones(chance) {
  const all = Array.from({ length: 46 }, () => {
    const y = chance.between(905, 1010);
    const size = (y - 880) * chance.between(0.12, 0.42);
    return { x: chance.between(-20, 1520), y, size, tilt: chance.between(-9, 9) };
  }).toSorted((a, b) => a.y - b.y);
  const shapes = all
    .map(
      ({ x, y, size, tilt }) =>
        `<ellipse cx="${x}" cy="${y}" rx="${size * 1.9}" ry="${size}" transform="rotate(${tilt} ${x} ${y})"/>`,
    )
    .join('');
  return `${relief('stone', { seed: 3, frequency: [0.02, 0.035], height: 34, azimuth: 235, elevation: 42, colours: ['#101a20', '#2c3a41', '#6a767a', '#a9aca5'] })}
<g filter="url(#stone)">${shapes}</g>${wash('near-shade', '#041c29/0 0, #041c29/0.55 1', {
    top: 900,
    bottom: 1000,
  })}`;
}

import { createChance } from '../chance.mjs';
import { finish, glow, gradient, wash } from '../light.mjs';
import { stars } from '../night.mjs';
import { below, heightAt, peak, relief, ridge } from '../terrain.mjs';
import { wood } from '../trees.mjs';

/** A lit tent under the Milky Way. */
export function drawCampUnderStars() {
  const chance = createChance(5);
  const mountains = ridge(chance, {
    base: 742,
    height: 105,
    span: 330,
    roughness: 0.54,
    shape: (x) => peak(0.2, 0.17, 1)(x) + peak(0.82, 0.16, 1.35)(x) - 0.25,
  });
  const meadow = ridge(chance, {
    base: 858,
    height: 34,
    span: 500,
    roughness: 0.36,
    shape: peak(0.36, 0.3, 0.7),
  });
  const ground = (/** @type {number} */ x) => heightAt(meadow, x);
  return `${wash('sky', '#070b24 0, #10204a 0.35, #2c4373 0.62, #7d6b8d 0.78, #d59a86 0.84')}
${stars(chance, { count: 900, bottom: 720 })}
${milkyWay(chance)}
${relief('rock', { seed: 27, frequency: [0.011, 0.009], height: 70, azimuth: 300, elevation: 40, colours: ['#0a1030', '#1b2650', '#33406f', '#5b648e'] })}
<path d="${below(mountains)}" filter="url(#rock)"/>
${gradient('cold', '#263462/0 0, #3a4170/0.9 1', {
  top: 620,
  bottom: 850,
})}<path d="${below(mountains)}" fill="url(#cold)"/>
<path d="${wood(chance, { ground: (x) => ground(x) - 6, from: -20, to: 1520, spacing: 10, heights: [18, 46] })}" fill="#0c1430"/>
<path d="${wood(chance, { ground, from: -40, to: 250, spacing: 30, heights: [150, 330] })}${wood(chance, { ground, from: 1230, to: 1540, spacing: 28, heights: [130, 300] })}" fill="#060b1e"/>
${relief('grass', { seed: 13, frequency: [0.11, 0.2], octaves: 3, height: 5, azimuth: 280, elevation: 36, colours: ['#04070f', '#0b1322', '#18243a', '#2d3a52'] })}
<path d="${below(meadow)}" filter="url(#grass)"/>
${tent(610, ground(610) + 46)}
${wash('dark', '#03050e/0 0, #03050e/0.75 1', { top: 880, bottom: 1000 })}
${finish({ vignette: 0.5, grain: 0.15 })}`;
}

/**
 * A bright band, its dust in front of it, and very many stars.
 * @param {import('../chance.mjs').Chance} chance
 */
function milkyWay(chance) {
  const band = (/** @type {string} */ id, /** @type {string} */ stops) =>
    `<linearGradient id="${id}" x1="0" x2="0" y1="0" y2="1">${stops}</linearGradient>`;
  const matrix = (/** @type {string} */ colour, /** @type {number} */ gain, /** @type {number} */ offset) =>
    `<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 ${gain} 0 0 0 ${offset}" result="shape"/><feFlood flood-color="${colour}"/><feComposite in2="shape" operator="in"/>`;
  const rect = 'x="-500" y="-190" width="2500" height="380"';
  const layer = (
    /** @type {string} */ id,
    /** @type {number} */ seed,
    /** @type {string} */ colour,
    /** @type {number} */ gain,
    /** @type {number} */ offset,
  ) =>
    `<filter id="${id}" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB"><feTurbulence type="fractalNoise" baseFrequency=".0035 .0075" numOctaves="6" seed="${seed}"/>${matrix(colour, gain, offset)}</filter>`;
  return `${band('broad', '<stop offset="0" stop-color="#000"/><stop offset=".5" stop-color="#fff"/><stop offset="1" stop-color="#000"/>')}
${band('narrow', '<stop offset=".28" stop-color="#000"/><stop offset=".52" stop-color="#fff"/><stop offset=".72" stop-color="#000"/>')}
<mask id="broad-mask" maskUnits="userSpaceOnUse" ${rect}><rect ${rect} fill="url(#broad)"/></mask><mask id="narrow-mask" maskUnits="userSpaceOnUse" ${rect}><rect ${rect} fill="url(#narrow)"/></mask>
${layer('haze', 4, '#8fa6e8', 1.5, -0.3)}${layer('core', 9, '#ffdcc0', 2.6, -0.85)}${layer('rose', 19, '#e08bb0', 2.4, -0.95)}${layer('lanes', 33, '#070a1f', 4.2, -1.95)}
<g transform="translate(820 330) rotate(-52)"><g mask="url(#broad-mask)" style="mix-blend-mode:screen"><rect ${rect} filter="url(#haze)" opacity=".75"/></g>
<g mask="url(#narrow-mask)" style="mix-blend-mode:screen"><rect ${rect} filter="url(#core)" opacity=".8"/><rect ${rect} filter="url(#rose)" opacity=".6"/></g>
<g mask="url(#narrow-mask)"><rect ${rect} filter="url(#lanes)" opacity=".75"/></g>
<g transform="translate(-750 -105)">${stars(chance, { count: 1500, bottom: 210, size: 0.72 })}</g></g>`;
}

/**
 * @param {number} x
 * @param {number} foot
 */
function tent(x, foot) {
  return `${glow('lit-ground', { x, y: foot, radius: 95, flatness: 2.8, colour: '#ff9d45', strength: 0.6 })}
<radialGradient id="canvas" cx=".5" cy=".85" r=".8"><stop offset="0" stop-color="#fff0b8"/><stop offset=".4" stop-color="#ffb950"/><stop offset="1" stop-color="#c85a22"/></radialGradient>
<g transform="translate(${x} ${foot})"><path d="M-92 0C-70 -42 -40 -80 -6 -88C34 -82 72 -44 100 0Z" fill="url(#canvas)"/>
<path d="M-6 -88C-14 -50 -24 -22 -34 0H30C18 -26 4 -54 -6 -88Z" fill="#ffe9ad" opacity=".75"/><path d="M-6 -88C-8 -50 -6 -24 -2 0" fill="none" stroke="#8c4a1c" stroke-width="1.6"/>
<path d="M-92 0C-70 -42 -40 -80 -6 -88C34 -82 72 -44 100 0" fill="none" stroke="#7a3413" stroke-width="2.2"/><path d="M-92 0L-128 8M100 0L138 8" stroke="#3a2a24" stroke-width="1.4"/></g>
${glow('lamp', { x: x - 2, y: foot - 34, radius: 150, flatness: 1.3, colour: '#ffb757', strength: 0.55 })}`;
}

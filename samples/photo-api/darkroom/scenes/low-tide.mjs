import { createChance } from '../chance.mjs';
import { clouds, finish, glow, gradient, wash } from '../light.mjs';
import { below, relief, ridge } from '../terrain.mjs';

const HORIZON = 545;
const SUN = 640;

/** The sea at low tide, the sun about to set. */
export function drawLowTide() {
  const chance = createChance(7);
  const headland = ridge(chance, {
    base: HORIZON + 4,
    height: 95,
    span: 260,
    roughness: 0.5,
    shape: (x) => (x > 0.62 ? 2.4 * (x - 0.62) : -1.5),
  });
  return `${wash('sky', '#2b3a67 0, #6a5b8c 0.2, #c67a83 0.36, #f6a86f 0.47, #ffd58c 0.545')}
${clouds('high', {
  seed: 14,
  colour: '#ffb98f',
  frequency: [0.0016, 0.0095],
  cover: 0.56,
  softness: 0.22,
  opacity: 0.9,
  heights: '#fff/0.9 0, #fff 0.34, #000 0.52',
})}
${clouds('shaded', {
  seed: 15,
  colour: '#5d4673',
  frequency: [0.0018, 0.01],
  cover: 0.47,
  softness: 0.24,
  opacity: 0.85,
  heights: '#fff 0, #fff/0.8 0.3, #000 0.44',
})}
${glow('evening', { x: SUN, y: HORIZON - 20, radius: 470, flatness: 1.5, colour: '#ff9a4d', strength: 0.8 })}
<circle cx="${SUN}" cy="${HORIZON - 34}" r="38" fill="#fff7d9"/>${glow('sun', { x: SUN, y: HORIZON - 34, radius: 170, colour: '#ffe5a3' })}
${gradient('headland', '#43304f 0, #a3645f 1', {
  top: 400,
  bottom: HORIZON,
})}<path d="${below(headland, HORIZON)}" fill="url(#headland)"/>
${sea()}
${glitter(chance)}
${sand()}
${birds()}
${finish({ vignette: 0.42 })}`;
}

function sea() {
  const bands = [
    { top: HORIZON, bottom: 600, frequency: /** @type {const} */ ([0.004, 0.16]), seed: 2 },
    { top: 596, bottom: 680, frequency: /** @type {const} */ ([0.0035, 0.075]), seed: 5 },
    { top: 672, bottom: 830, frequency: /** @type {const} */ ([0.003, 0.038]), seed: 9 },
  ];
  const colours = ['#3a3563', '#6f5580', '#c07f80', '#f5b57e', '#ffd9a0'];
  return bands
    .map(
      (
        { top, bottom, frequency, seed },
        index,
      ) => `${relief(`waves-${index}`, { seed, frequency, octaves: 3, height: 1.4 + index * 1.6, azimuth: 270, elevation: 30, colours })}
${gradient(`edge-${index}`, `${index === 0 ? '#fff' : '#000'} 0, #fff 0.1`, { top, bottom })}<mask id="band-${index}"><rect y="${top}" width="1500" height="${bottom - top}" fill="url(#edge-${index})"/></mask>
<g mask="url(#band-${index})"><rect y="${top}" width="1500" height="${bottom - top}" filter="url(#waves-${index})"/></g>`,
    )
    .join('');
}

/**
 * The sun on the waves.
 * @param {import('../chance.mjs').Chance} chance
 */
function glitter(chance) {
  const flecks = Array.from({ length: 620 }, () => {
    const depth = chance.between(0, 1) ** 1.5;
    const y = HORIZON + 2 + depth * 275;
    const spread = 20 + depth * 110;
    const x = SUN + (chance.between(-1, 1) + chance.between(-1, 1)) * spread;
    const length = chance.between(4, 10) + depth * 40;
    return `<ellipse cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${(length / 2).toFixed(1)}" ry="${(0.6 + depth * 2.1).toFixed(1)}" opacity="${chance.between(0.15, 0.8).toFixed(2)}"/>`;
  });
  return `<filter id="shimmer"><feGaussianBlur stdDeviation="1.1 .5"/></filter><g fill="#fff0c2" filter="url(#shimmer)">${flecks.join('')}</g>`;
}

/** Wet sand, which still has the sky in it, and the last foam. */
function sand() {
  const edge = 'M-20 838C180 800 330 826 520 806S830 792 1010 815S1330 800 1520 786V1020H-20Z';
  return `${gradient('wet', '#e8a37b 0, #a9707a 0.3, #3a2c4c 1', {
    top: 795,
    bottom: 1000,
  })}<path d="${edge}" fill="url(#wet)"/>
${relief('ripples', { seed: 12, frequency: [0.006, 0.055], octaves: 4, height: 5, azimuth: 262, elevation: 30, colours: ['#2c2140', '#7b5468', '#e2a27f', '#ffd7a6'] })}
<path d="${edge}" filter="url(#ripples)" opacity=".55"/>
${glow('wet-sun', { x: SUN, y: 850, radius: 150, flatness: 1.5, colour: '#ffcf8f', strength: 0.85 })}
<filter id="foam" x="-5%" y="-40%" width="110%" height="180%"><feTurbulence type="fractalNoise" baseFrequency=".02 .05" numOctaves="4" seed="6"/><feDisplacementMap in="SourceGraphic" scale="30" xChannelSelector="R" yChannelSelector="G"/><feGaussianBlur stdDeviation=".8"/></filter>
<g fill="none" filter="url(#foam)" stroke="#fff1dc"><path d="M-40 846C180 808 330 834 520 814S830 800 1010 823S1330 808 1560 794" stroke-width="7" opacity=".85"/><path d="M-40 858C200 822 330 846 520 828S830 815 1010 838S1330 822 1560 808" stroke-width="2.5" opacity=".55"/><path d="M-40 792C260 770 420 784 640 766S1130 776 1560 752" stroke-width="4" opacity=".6"/></g>`;
}

function birds() {
  const bird = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ size) =>
    `<path d="M${x - size} ${y - size * 0.3}q${size * 0.55} ${-size * 0.35} ${size} ${size * 0.32}q${size * 0.45} ${-size * 0.7} ${size} ${-size * 0.4}"/>`;
  return `<g fill="none" stroke="#33264a" stroke-width="2.6" stroke-linecap="round">${bird(345, 330, 19)}${bird(401, 305, 14)}${bird(306, 300, 11)}</g>`;
}

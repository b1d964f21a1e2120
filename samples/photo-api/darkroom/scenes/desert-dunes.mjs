import { createChance } from '../chance.mjs';
import { clouds, finish, glow, gradient, wash } from '../light.mjs';
import { relief, ridge } from '../terrain.mjs';

/** @typedef {{ id: string, crest: string, shade: string, light: readonly [string, string], dark: readonly [string, string], top: number, bottom: number }} Dune */

/**
 * Each dune is a sunny side, and a shaded one that begins at its crest.
 * @type {readonly Dune[]}
 */
const DUNES = [
  {
    id: 'third',
    crest: 'M-20 640C120 625 210 560 330 548S560 610 700 600S930 520 1060 512S1330 590 1520 566V1020H-20Z',
    shade:
      'M330 548C380 566 420 588 470 602S600 640 690 650C610 612 450 560 330 548ZM1060 512C1130 540 1200 566 1280 584S1420 610 1520 612V566C1400 580 1180 540 1060 512Z',
    light: ['#f4b97d', '#e29c63'],
    dark: ['#b4694a', '#c98258'],
    top: 510,
    bottom: 720,
  },
  {
    id: 'second',
    crest: 'M-20 700C140 690 300 730 470 700S780 580 930 566C1060 560 1240 660 1520 672V1020H-20Z',
    shade: 'M930 566C900 610 960 640 930 690S1010 800 980 900L1520 1000V672C1240 660 1060 562 930 566Z',
    light: ['#f2ae69', '#d98647'],
    dark: ['#7c3f36', '#a65f3f'],
    top: 566,
    bottom: 900,
  },
  {
    id: 'first',
    crest: 'M-20 742C110 700 260 690 400 726C640 788 760 900 1000 900S1340 858 1520 842V1020H-20Z',
    shade:
      'M400 726C372 770 452 812 420 862S500 950 470 1020H1300C1180 990 1080 905 1000 900C760 900 640 788 400 726Z',
    light: ['#eda35b', '#b9632f'],
    dark: ['#6a302c', '#7d3f30'],
    top: 690,
    bottom: 1010,
  },
];

/** Dunes an hour before sunset. */
export function drawDesertDunes() {
  const chance = createChance(31);
  const mountains = ridge(chance, { base: 556, height: 42, span: 240, roughness: 0.5 });
  const far = mountains.map(([x, y]) => `${x} ${y}`).join(' ');
  return `${wash('sky', '#2f7fae 0, #82b7c4 0.3, #f3d7ab 0.5, #fbd9a2 0.6')}
${clouds('cirrus', {
  seed: 18,
  colour: '#fff4e0',
  frequency: [0.0013, 0.014],
  cover: 0.47,
  softness: 0.4,
  opacity: 0.8,
  transform: 'rotate(-7 750 300)',
  heights: '#fff/0.5 0, #fff 0.25, #000 0.5',
})}
${glow('sun', { x: 210, y: 470, radius: 520, colour: '#fff0c0', strength: 0.7 })}
<path d="M-20 700L${far} 1520 700Z" fill="#c99a86" opacity=".75"/>${wash(
    'dust',
    '#f8d9a8/0 0, #f8d9a8/0.8 1',
    { top: 500, bottom: 640 },
  )}
${relief('ripples', { seed: 16, frequency: [0.012, 0.045], octaves: 3, height: 10, azimuth: 190, elevation: 34, colours: ['#3d2020', '#8a8078', '#cfc6bc', '#ffffff'] })}
<filter id="wind" x="-5%" y="-20%" width="110%" height="140%"><feTurbulence type="fractalNoise" baseFrequency=".006" numOctaves="2" seed="2"/><feDisplacementMap in="SourceGraphic" scale="26" xChannelSelector="R" yChannelSelector="G"/><feGaussianBlur stdDeviation=".7"/></filter>
${DUNES.map(drawDune).join('')}
${glow('warmth', { x: 160, y: 640, radius: 620, flatness: 1.4, colour: '#ffc070', strength: 0.28 })}
${finish({ vignette: 0.38, grain: 0.12 })}`;
}

/** @param {Dune} dune */
function drawDune({ id, crest, shade, light, dark, top, bottom }) {
  return `${gradient(`${id}-light`, `${light[0]} 0, ${light[1]} 1`, { top, bottom })}${gradient(
    `${id}-dark`,
    `${dark[0]} 0, ${dark[1]} 1`,
    { top, bottom },
  )}
<g filter="url(#wind)"><path d="${crest}" fill="url(#${id}-light)"/><path d="${shade}" fill="url(#${id}-dark)"/></g>
<g style="mix-blend-mode:soft-light" opacity=".6"><path d="${crest}" filter="url(#ripples)"/></g>`;
}

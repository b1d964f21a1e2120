import { createChance } from '../chance.mjs';
import { finish, glow, gradient, wash } from '../light.mjs';
import { below, heightAt, peak, reflection, relief, ridge } from '../terrain.mjs';
import { stars } from '../night.mjs';

const SHORE = 735;

/**
 * Northern lights over a fjord, and a cabin where somebody is still awake.
 * @param {import('./scenes.mjs').Print} print
 */
export async function drawNorthernLights(print) {
  const chance = createChance(23);
  const mountains = ridge(chance, {
    base: 690,
    height: 88,
    span: 280,
    roughness: 0.55,
    shape: (x) => peak(0.13, 0.15, 2.2)(x) + peak(0.88, 0.13, 1.9)(x) + peak(0.55, 0.1, 0.4)(x) - 0.3,
  });
  const bank = ridge(chance, {
    base: 722,
    height: 22,
    span: 300,
    roughness: 0.35,
    shape: peak(0.72, 0.16, 0.7),
  });
  const above = `${wash('sky', '#050b1f 0, #0a2038 0.4, #17465a 0.735')}
${stars(chance, { count: 620, bottom: 650 })}
${curtain('green', { path: 'M-80 600C140 470 300 620 560 480S860 330 1080 300S1380 170 1600 40', height: 430, colours: ['#7dffb0', '#2fdc8c'], seed: 3 })}
${curtain('violet', { path: 'M-80 240C140 110 420 300 700 160S1150 60 1600 -60', height: 200, colours: ['#58f0b0', '#9a5cf0'], seed: 8 })}
${glow('air', { x: 640, y: 560, radius: 330, flatness: 2.2, colour: '#2fdc9a', strength: 0.34 })}
${relief('snow', { seed: 21, frequency: [0.012, 0.009], height: 120, azimuth: 280, elevation: 40, colours: ['#071426', '#173a4c', '#3c7a80', '#a6e6cb'] })}
<path d="${below(mountains, SHORE + 2)}" filter="url(#snow)"/>
${gradient('cold', '#0c2c3c/0 0, #1c5a62/0.75 1', {
  top: 560,
  bottom: SHORE,
})}<path d="${below(mountains, SHORE + 2)}" fill="url(#cold)"/>
${gradient('bank', '#bfe9dd 0, #4d8590 1', {
  top: 690,
  bottom: SHORE + 6,
})}<path d="${below(bank, SHORE + 2)}" fill="url(#bank)"/>
${cabin(1060, heightAt(bank, 1060) + 5)}`;
  return `${above}
${reflection('mirror', { of: await print(above), line: SHORE, ripples: [0.005, 0.07], sway: 34, blur: 1.6 })}
${wash('water', '#041722/0.1 0, #020a14/0.75 1', { top: SHORE, bottom: 1000 })}
${finish({ vignette: 0.5, grain: 0.14 })}`;
}

/**
 * A curtain of light: copies of a line, each a little higher and fainter, with rays through them.
 * @param {string} id
 * @param {{ path: string, height: number, colours: readonly [string, string], seed: number }} options
 */
function curtain(id, { path, height, colours: [low, high], seed }) {
  const steps = 44;
  const copies = Array.from({ length: steps }, (_, step) => {
    const along = step / steps;
    const opacity = (along < 0.1 ? along / 0.1 : (1 - along) ** 1.9) * 0.36;
    return `<use href="#${id}-line" y="${(-along * height).toFixed(1)}" stroke="${along < 0.45 ? low : high}" opacity="${opacity.toFixed(3)}"/>`;
  });
  return `<filter id="${id}-soft" filterUnits="userSpaceOnUse" x="-100" y="-300" width="1700" height="1300"><feGaussianBlur stdDeviation="16 10"/></filter>
<filter id="${id}-rays" filterUnits="userSpaceOnUse" x="0" y="-300" width="1500" height="1300" color-interpolation-filters="sRGB"><feTurbulence type="fractalNoise" baseFrequency=".009 .0004" numOctaves="3" seed="${seed}"/><feColorMatrix values="0 0 0 0 1 0 0 0 0 1 0 0 0 0 1 2.6 0 0 0 -.75"/></filter>
<mask id="${id}-mask" maskUnits="userSpaceOnUse" x="-100" y="-300" width="1700" height="1300"><rect x="-100" y="-300" width="1700" height="1300" filter="url(#${id}-rays)"/></mask>
<path id="${id}-line" d="${path}" fill="none" stroke-width="22"/>
<g mask="url(#${id}-mask)" style="mix-blend-mode:screen"><g filter="url(#${id}-soft)">${copies.join('')}</g></g>`;
}

/**
 * @param {number} x
 * @param {number} foot
 */
function cabin(x, foot) {
  return `<g transform="translate(${x} ${foot})"><path d="M-34 0V-30H34V0Z" fill="#5b1f22"/><path d="M6 0V-30H34V0Z" fill="#421619"/>
<path d="M-42 -27L-4 -56L42 -27L34 -25L-4 -49L-35 -25Z" fill="#d9f3ec"/><path d="M-34 -30L-4 -51L6 -30Z" fill="#5b1f22"/>
<rect x="14" y="-62" width="8" height="22" fill="#2a2a38"/><path d="M12 -62h12v4h-12z" fill="#d9f3ec"/>
<rect x="-26" y="-22" width="12" height="12" fill="#ffd98a"/><rect x="-8" y="-22" width="12" height="12" fill="#ffd98a"/><rect x="16" y="-22" width="10" height="12" fill="#ffb95e"/></g>
${glow('windows', { x: x - 12, y: foot - 14, radius: 62, flatness: 1.3, colour: '#ffb24d', strength: 0.65 })}`;
}

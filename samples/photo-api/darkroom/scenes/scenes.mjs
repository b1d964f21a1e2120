import { drawAlpineLake } from './alpine-lake.mjs';
import { drawCampUnderStars } from './camp-under-stars.mjs';
import { drawDesertDunes } from './desert-dunes.mjs';
import { drawHarbourCity } from './harbour-city.mjs';
import { drawLowTide } from './low-tide.mjs';
import { drawMorningRidges } from './morning-ridges.mjs';
import { drawNorthernLights } from './northern-lights.mjs';
import { drawPinesInFog } from './pines-in-fog.mjs';
import { drawTuscanRoad } from './tuscan-road.mjs';

/** @typedef {(drawing: string) => Promise<string>} Print makes an image of a drawing: its data URL */

/**
 * Every scene by the ID of its photo.
 * @type {Readonly<Record<string, (print: Print) => string | Promise<string>>>}
 */
export const SCENES = {
  'morning-ridges': drawMorningRidges,
  'harbour-city': drawHarbourCity,
  'low-tide': drawLowTide,
  'alpine-lake': drawAlpineLake,
  'desert-dunes': drawDesertDunes,
  'camp-under-stars': drawCampUnderStars,
  'pines-in-fog': drawPinesInFog,
  'tuscan-road': drawTuscanRoad,
  'northern-lights': drawNorthernLights,
};

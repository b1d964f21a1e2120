/** Size of every picture, in pixels: 3 to 2, as most cameras have it. */
export const WIDTH = 1500;
export const HEIGHT = 1000;

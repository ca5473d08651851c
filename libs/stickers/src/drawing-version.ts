/** To be raised whenever a sticker comes out differently: what was rendered before stays, and is not handed out again. */
export const DRAWING_VERSION = 3;

import Bowser from 'bowser';

/** What a user agent says of itself. Null is what it does not say, or what is not a name that we know. */
export interface Device {
  /** A browser, or the app. */
  program: { kind: 'browser'; name: string } | { kind: 'app' } | null;
  /** An operating system or a make, such as Android or iPhone. */
  system: string | null;
  model: string | null;
}

/** Browsers and systems that the parser knows; whatever else it finds was written by the caller. */
const BROWSERS = new Set(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS = new Set(Object.values(Bowser.OS_MAP));
/** Requests of the app: Dart's own client, and those of the two systems. */
const APP = /^(Dart\/|CarQR\b|okhttp\/)|\bCFNetwork\//;
/** As Android browsers name it: `Android 15; Pixel 8)` or `Android 13; SM-S918B Build/TP1A)`. */
const MODEL = /\bAndroid [\d.]+; (?:[a-z]{2}-[A-Za-z]{2}; )?([A-Za-z][\w+-]*(?: [\w+-]+){0,2})(?: Build\/[^)]*)?\)/;
const MAX_MODEL_LENGTH = 24;
/** More would be a product number that tells people nothing, or a telephone number that somebody wants called. */
const MAX_MODEL_DIGITS = 5;

/**
 * Names the device of a user agent. The caller wrote that header, so only known names are taken from it, and a model that
 * looks like one.
 */
export function nameDevice(userAgent: string | null): Device {
  if (!userAgent) return { program: null, system: null, model: null };
  const { browser, os, platform } = Bowser.parse(userAgent);
  return {
    program: APP.test(userAgent) ? { kind: 'app' } : nameBrowser(browser.name),
    system: nameSystem(userAgent, os.name, platform.model),
    model: readModel(userAgent),
  };
}

function nameBrowser(name: string | undefined): Device['program'] {
  if (name === undefined || !BROWSERS.has(name)) return null;
  return { kind: 'browser', name: name.replace(/ for Android$/, '') };
}

function nameSystem(userAgent: string, system: string | undefined, model: string | undefined): string | null {
  if (model === 'iPhone' || model === 'iPad') return model;
  if (/^okhttp\//.test(userAgent)) return 'Android';
  return system !== undefined && SYSTEMS.has(system) ? system : null;
}

function readModel(userAgent: string): string | null {
  const model = MODEL.exec(userAgent)?.[1];
  // Browsers that keep the model to themselves say K.
  if (model === undefined || model === 'K' || model.length > MAX_MODEL_LENGTH) return null;
  return model.replace(/\D/g, '').length <= MAX_MODEL_DIGITS ? model : null;
}

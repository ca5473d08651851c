import { constants, getPriority, setPriority } from 'node:os';

/** What a rendering thread runs for each task. */
export { renderSticker as default } from './render-task.js';

/**
 * Where cores are few, requests come first. Only Linux gives a single thread a priority of its own: elsewhere the whole
 * process would give way. What is imported above was loaded at the usual priority, so that the first sticker comes soon.
 */
if (process.platform === 'linux') {
  const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority;
  try {
    setPriority(Math.min(getPriority() + PRIORITY_BELOW_NORMAL, PRIORITY_LOW));
  } catch {
    // A hardened system may forbid the call. The thread is then one like any other.
  }
}

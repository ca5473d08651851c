/** Uncompiled sources run in tests only, where a loader compiles them on the way. */
const isCompiled = import.meta.url.endsWith('.js');

/** The program of a rendering thread. */
export const workerProgram: { filename: string } = {
  filename: new URL(isCompiled ? './render.worker.js' : '../../../test/support/render.worker.cjs', import.meta.url)
    .href,
};

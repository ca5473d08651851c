/** What a rendering thread runs for each task. */
export { renderSticker as default } from './render-task.js';

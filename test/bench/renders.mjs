/** What making a sticker costs: the CPU of a thread that is warm, by format and step. */
import { checkPrint } from '../../dist/libs/stickers/src/check/print-check.js';
import { drawSticker } from '../../dist/libs/stickers/src/drawing/draw-sticker.js';
import { writeDrawing } from '../../dist/libs/stickers/src/render-task.js';
import { median, table } from './report.mjs';

const FORMATS = ['pdf', 'svg', 'png'];
const RENDERS = 30;
/** Until the compilers have done with it: a thread lives as long as the server. */
const WARM_UP_RENDERS = 50;

/** Prints milliseconds of CPU, all threads of the process together, for stickers that nobody has made before. */
export async function measureRenders() {
  const lines = [];
  for (const format of FORMATS) {
    const costs = [];
    for (let n = -WARM_UP_RENDERS; n < RENDERS; n += 1) {
      const cost = await measure(format, n);
      if (n >= 0) costs.push(cost);
    }
    const [draw, check] = ['drawMs', 'checkMs'].map((step) => median(costs.map((cost) => cost[step])));
    lines.push([format, draw, check, draw + check].map((cell) => (typeof cell === 'number' ? cell.toFixed(1) : cell)));
  }
  process.stdout.write(`\n${table([['CPU ms of one render', 'draw', 'read back', 'both'], ...lines])}\n`);
}

async function measure(format, n) {
  const code = `BX${String(n + WARM_UP_RENDERS).padStart(8, '0')}`;
  const value = `https://carqr.test/s/${code}`;
  const spec = { value, code, size: '3x3', format, template: 'modern', label: 'Call me, I am in Flat B-204' };
  const start = process.cpuUsage();
  const drawing = drawSticker(spec);
  const bytes = await writeDrawing(drawing, format);
  const drawMs = cpuMs(start);
  const middle = process.cpuUsage();
  await checkPrint(bytes, format, drawing, value);
  return { drawMs, checkMs: cpuMs(middle) };
}

function cpuMs(start) {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

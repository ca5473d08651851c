import { type Font, type Glyph, type GlyphPosition } from 'fontkit';
import PDFDocument from 'pdfkit';
import { BLEED_MM, MM_PER_INCH } from '../sticker.js';
import { type Drawing, type Shape, type TextShape } from '../drawing/drawing.js';
import { type Face } from '../text/faces.js';
import { type GlyphRun } from '../text/shape-line.js';
import { outlineSymbol } from './symbol-outline.js';

const POINTS_PER_MM = 72 / MM_PER_INCH;
/** The same drawing gives the same bytes: no file says when it was made. */
const CREATION_DATE = new Date('2000-01-01T00:00:00Z');

type Pdf = InstanceType<typeof PDFDocument>;

/** A font whose next text is shaped already. */
interface PresetFont {
  font: Font;
  run: GlyphRun | undefined;
}

/** What pdfkit's `text` works with. */
interface PdfInternals {
  _font: {
    id: string;
    ref(): unknown;
    /** The codes of the glyphs in hexadecimal, and their places in thousandths of an em. */
    encode(text: string, features: string[]): [codes: string[], positions: GlyphPosition[]];
  };
  page: { fonts: Record<string, unknown>; dictionary: { data: Record<string, unknown> } };
  /** The catalogue of the document. */
  _root: { data: { ViewerPreferences: { data: Record<string, unknown> } } };
}

/**
 * Writes a drawing with vector modules, and text that can be selected. The trim box is exactly the sticker; the page is
 * larger by the bleed on every side.
 */
export async function toPdf({ side, title, background, shapes }: Drawing): Promise<Buffer> {
  const trim = toPoints(side);
  const bleed = toPoints(BLEED_MM);
  const page = trim + 2 * bleed;
  const pdf = new PDFDocument({
    size: [page, page],
    margin: 0,
    // Otherwise pdfkit unpacks one of its own fonts, which is never used.
    font: '',
    lang: 'en',
    displayTitle: true,
    // The first version that knows PrintScaling.
    pdfVersion: '1.6',
    info: { Title: title, Creator: 'CarQR', Producer: 'CarQR', CreationDate: CREATION_DATE },
  });
  const chunks: Buffer[] = [];
  const isWritten = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  const internals = pdf as unknown as PdfInternals;
  Object.assign(internals.page.dictionary.data, {
    BleedBox: [0, 0, page, page],
    TrimBox: [bleed, bleed, bleed + trim, bleed + trim],
  });
  // "Fit to page", which viewers do by default, would print the sticker smaller than it is.
  internals._root.data.ViewerPreferences.data.PrintScaling = 'None';
  pdf.rect(0, 0, page, page).fill(background);
  pdf.translate(bleed, bleed).scale(POINTS_PER_MM);
  const fonts = new Map<Face, PresetFont>();
  for (const shape of shapes) drawShape(pdf, shape, fonts);
  pdf.end();
  await isWritten;
  return Buffer.concat(chunks);
}

/** To a thousandth, in which both sizes are whole points. */
function toPoints(mm: number): number {
  return Number((mm * POINTS_PER_MM).toFixed(3));
}

function drawShape(pdf: Pdf, shape: Shape, fonts: Map<Face, PresetFont>): void {
  switch (shape.kind) {
    case 'box': {
      if (shape.radius > 0) pdf.roundedRect(shape.x, shape.y, shape.width, shape.height, shape.radius);
      else pdf.rect(shape.x, shape.y, shape.width, shape.height);
      if (shape.stroke) pdf.lineWidth(shape.stroke.width);
      if (shape.fill && shape.stroke) pdf.fillAndStroke(shape.fill, shape.stroke.colour);
      else if (shape.stroke) pdf.stroke(shape.stroke.colour);
      else pdf.fill(shape.fill ?? '#ffffff');
      break;
    }
    case 'polygon':
      pdf.polygon(...shape.points.map(([x, y]) => [x, y])).fill(shape.fill);
      break;
    case 'symbol':
      pdf.save().translate(shape.x, shape.y).scale(shape.module);
      pdf.path(outlineSymbol(shape.symbol)).fill(shape.fill);
      pdf.restore();
      break;
    case 'text':
      for (const run of shape.line.runs) drawRun(pdf, shape, run, presetFont(fonts, run.face));
  }
}

/** pdfkit would shape the text itself, and not as HarfBuzz does: it asks the font, which answers with what is shaped. */
function presetFont(fonts: Map<Face, PresetFont>, face: Face): PresetFont {
  const known = fonts.get(face);
  if (known) return known;
  const { font } = face.load();
  const preset: PresetFont = { font, run: undefined };
  preset.font = Object.create(font, {
    // Fonts of one family share their name, by which pdfkit would take them for one.
    postscriptName: { value: face.name },
    layout: { value: () => toLayout(font, preset.run) },
  }) as Font;
  fonts.set(face, preset);
  return preset;
}

/**
 * pdfkit's own `text` closes what it opened before a mark around it ends, by which readers lose the place of the marked
 * text. So the operators are written here, with pdfkit's encoding of glyphs.
 */
function drawRun(pdf: Pdf, { x, baseline, size, fill }: TextShape, run: GlyphRun, preset: PresetFont): void {
  preset.run = run;
  // The types know of files only, though a font that is open does as well.
  pdf.font(preset.font as unknown as Buffer, run.face.name);
  const { _font: font, page } = pdf as unknown as PdfInternals;
  page.fonts[font.id] ??= font.ref();
  pdf.save().fillColor(fill);
  // Letters stand upright in a space whose vertical axis points upwards.
  pdf.transform(size, 0, 0, -size, x + run.x * size, baseline);
  // The order of glyphs is not that of letters in every script: readers that copy text take it from the mark.
  pdf.markContent('Span', { actual: run.text });
  pdf.addContent(`BT /${font.id} 1 Tf`);
  // Features, though none are asked for, keep pdfkit from taking the text apart at its spaces.
  const [codes, positions] = font.encode(run.text, []);
  let pen = 0;
  for (const [index, { xAdvance, xOffset, yOffset }] of positions.entries()) {
    pdf.addContent(`1 0 0 1 ${ems(pen + xOffset)} ${ems(yOffset)} Tm <${codes[index] ?? ''}> Tj`);
    pen += xAdvance;
  }
  pdf.addContent('ET');
  pdf.endMarkedContent();
  pdf.restore();
}

/** From thousandths, which are pdfkit's unit for glyphs. */
function ems(thousandths: number): string {
  return String(Number((thousandths / 1000).toFixed(5)));
}

/** A run as fontkit would lay it out. A glyph stands for the text of this run, whatever it stood for elsewhere. */
function toLayout(font: Font, run: GlyphRun | undefined): { glyphs: Partial<Glyph>[]; positions: GlyphPosition[] } {
  const glyphs = run?.glyphs ?? [];
  return {
    glyphs: glyphs.map(({ id, text }) => ({
      id,
      advanceWidth: font.getGlyph(id).advanceWidth,
      codePoints: [...text].map((character) => character.codePointAt(0) ?? 0),
    })),
    positions: glyphs.map(({ advance, offsetX, offsetY }) => ({
      xAdvance: advance,
      yAdvance: 0,
      xOffset: offsetX,
      yOffset: offsetY,
    })),
  };
}

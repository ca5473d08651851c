/** The queue of the rendering threads is full. */
export class RendererBusyError extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super('Too many stickers are being rendered.');
    this.name = 'RendererBusyError';
  }
}

/** The text has characters that none of our fonts can draw. */
export class UnprintableTextError extends Error {
  /** @param characters each of them once, as they would be shown to a person */
  constructor(readonly characters: readonly string[]) {
    super(`No font of ours has ${characters.join(' ')}.`);
    this.name = 'UnprintableTextError';
  }
}

/** The rendered file does not read back as what it should say, or it could not be drawn so that it would. */
export class PrintCheckError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'PrintCheckError';
  }
}

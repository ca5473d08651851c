/** The looks that a car's page and sticker come in. */
export const TEMPLATES = ['modern', 'classic', 'minimal'] as const;

export type Template = (typeof TEMPLATES)[number];

export const DEFAULT_TEMPLATE: Template = 'modern';

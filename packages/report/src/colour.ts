/** What a text means; the command line says how that looks. */
export type Role = 'error' | 'warning' | 'information' | 'good' | 'bad' | 'dim' | 'strong';

/** Paints a text for its role; the identity where there is no colour. */
export type Paint = (role: Role, text: string) => string;

export const plainPaint: Paint = (_, text) => text;

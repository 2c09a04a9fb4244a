/** The form of results. A new one is a file beside these, and an entry in `reporter_for.ts`. */
export type OutputFormat = 'text' | 'json';

const described: Readonly<Record<OutputFormat, true>> = { text: true, json: true };

/** Every form of results; nothing is loaded to know them. */
export const outputFormats: readonly OutputFormat[] = Object.keys(described) as OutputFormat[];

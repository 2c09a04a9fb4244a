import { UsageError } from '../usage_error.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** What the text of a claim, or of a certificate, says; a `UsageError` where it is no JSON. */
export function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is no claim: it is no JSON.`);
  }
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/*
 * What may reach a terminal: text, line ends, tabs, and colours of our own. Everything else that steers one, or turns the
 * order of what is read, is written as an escape, which is also one of JSON.
 */

/**
 * C0 but tab and line feed, DEL, C1, the letters that turn the direction of text or are not seen, the other line ends, tags.
 * Letters that join others stay: scripts and emoji need them.
 */
const unsafe = String.raw`[\0-\x08\x0B-\x1F\x7F-\x9F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]`;

/** Stands in colours of our own behind the escape character; no text that was written before the process began can have it. */
let secret: string | null = null;
let pattern = new RegExp(unsafe, 'gu');

/** A command to the terminal that `shown` lets pass, such as `[31m`. */
export function steering(command: string): string {
  if (secret === null) {
    secret = `${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)};`;
    pattern = new RegExp(String.raw`\x1B${secret}(\[\d*[mKG])|${unsafe}`, 'gu');
  }
  return `\x1B${secret}${command}`;
}

/** The text as a terminal may have it. */
export function shown(text: string): string {
  return text.replace(pattern, (found: string, command: unknown) => (typeof command === 'string' ? `\x1B${command}` : escaped(found)));
}

function escaped(text: string): string {
  return [...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}

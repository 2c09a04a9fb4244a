/** The largest number that a literal may have. */
export const numberMax: number = 2 ** 31 - 1;

/**
 * The value of a number that is written as in C: in another base (`0x10`, `0b11`), or with the letters of a type (`1UL`).
 * Null for decimal digits, for what is no number, and for what is too large.
 */
export function numberMeant(image: string): number | null {
  // Nearly all numbers are decimal digits: a base has a letter in the second place, and a type in the last.
  if (isDigit(image, Math.min(1, image.length - 1)) && isDigit(image, image.length - 1)) return null;
  const [, digits = ''] = /^(0[xX][0-9a-fA-F]{1,8}|0[bB][01]{1,31}|0[oO][0-7]{1,11}|[0-9]{1,10})[uUlL]{0,3}$/u.exec(image) ?? [];
  if (digits === '' || /^[0-9]+$/u.test(image)) return null;
  const value = Number(digits);
  return value <= numberMax ? value : null;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

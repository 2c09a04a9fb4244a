/** The text of bytes, with a mark of the byte order if there is one; null if they are not UTF-8. */
export function strictText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Says where bytes are not UTF-8. */
export function mistakeIn(bytes: Uint8Array): string {
  const offset = validLength(bytes);
  const before = bytes.subarray(0, offset);
  const line = before.reduce((count, byte) => (byte === 10 ? count + 1 : count), 1);
  const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return `line ${line} is not UTF-8: the byte 0x${byte}, ${offset} bytes from the beginning. Write the text in UTF-8; it is left as it is.`;
}

/** How many bytes from the beginning on are characters. */
function validLength(bytes: Uint8Array): number {
  // The longest beginning that is right so far.
  let [right, wrong] = [0, bytes.length + 1];
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    if (begun(bytes.subarray(0, middle)) === null) wrong = middle;
    else right = middle;
  }
  return new TextEncoder().encode(begun(bytes.subarray(0, right)) ?? '').length;
}

/** The whole characters of bytes that may end within one; null if they are not UTF-8. */
function begun(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

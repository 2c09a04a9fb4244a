/*
 * The checksum of Ethernet and zip: CRC-32, reflected polynomial 0xEDB88320, eight bytes at a time
 * (Kounavis and Berry, "Novel table lookup-based algorithms for high-performance CRC generation", 2008).
 */

const tables: readonly Uint32Array[] = tablesOf();

function tablesOf(): readonly Uint32Array[] {
  const first = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
    first[byte] = value;
  }
  const all = [first];
  for (let table = 1; table < 8; table++) {
    const before = all[table - 1]!;
    all.push(before.map((value) => (value >>> 8) ^ first[value & 0xff]!));
  }
  return all;
}

/** The checksum of `bytes` after what `before` is the checksum of; 0 at the beginning. */
export function crc32(bytes: Uint8Array, before: number): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  let crc = ~before;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    crc =
      t7[low & 0xff]! ^
      t6[(low >>> 8) & 0xff]! ^
      t5[(low >>> 16) & 0xff]! ^
      t4[low >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}

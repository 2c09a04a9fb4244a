import { Transform } from 'node:stream';

const headerStart = 'Content-Length: ';
/** Anchored at a frame; the number is the length of its body. */
const header = /^(?:[A-Za-z-]+: [^\r\n]*\r\n)*?Content-Length: *(\d+)\r\n(?:[A-Za-z-]+: [^\r\n]*\r\n)*\r\n/u;
/** A header is shorter than this. */
const headerMax = 400;
/** No message of an editor is longer. */
const bodyMax = 2 ** 28;

/**
 * Hands on whole frames and nothing else. What is between two frames is left out, and so is a frame whose length is wrong:
 * the header of another message inside of it tells, for no body has one. One bad message then costs no more than itself.
 */
export function wholeFrames(): Transform {
  let pending: Buffer = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _, done) {
      pending = Buffer.concat([pending, chunk]);
      for (let length = nextFrame(); length > 0; length = nextFrame()) {
        this.push(pending.subarray(0, length));
        pending = pending.subarray(length);
      }
      done();
    },
  });

  /** Drops what comes before the next frame; its length, or 0 where it is not complete yet. */
  function nextFrame(): number {
    for (;;) {
      const found = header.exec(pending.subarray(0, headerMax).toString('latin1'));
      const start = found?.[0].length ?? 0;
      const length = Number(found?.[1] ?? 0);
      const end = start + length;
      const other = headerAfter(found === null ? 1 : start, found === null ? pending.length : end);
      if (found !== null && length <= bodyMax && other < 0) return pending.length < end ? 0 : end;
      if (other < 0) {
        // A header may be half here.
        if (found !== null || pending.length > headerMax) pending = pending.subarray(found === null ? -headerMax : start);
        return 0;
      }
      pending = pending.subarray(other);
    }
  }

  /** Where another header begins from one offset to before another; -1 where none does. */
  function headerAfter(from: number, to: number): number {
    for (let at = pending.indexOf(headerStart, from); at >= 0 && at < to; at = pending.indexOf(headerStart, at + 1)) {
      if (header.test(pending.subarray(at, at + headerMax).toString('latin1'))) return at;
    }
    return -1;
  }
}

import { measured } from './process.js';

/*
 * How the cost of a state grows with their number: phil from 2.5 million states (10) to 219 million (13), and beside it the bare
 * cost of as many insertions of random numbers into a table of the same form.
 */

/** CPU seconds of a process that inserts so many random numbers into a table that doubles when it is three quarters full. */
const bare = (count) => `
let bits = 11, table = new Int32Array(1 << bits), inserted = 0, seed = 1;
const next = () => { seed = (Math.imul(seed, 1664525) + 1013904223) | 0; let h = seed ^ (seed >>> 16); h = Math.imul(h, 0x85ebca6b); h ^= h >>> 13; return Math.imul(h, 0xc2b2ae35) | 1; };
const put = (h) => { const mask = table.length - 1; let at = h & mask; while (table[at] !== 0) at = (at + 1) & mask; table[at] = h; };
while (inserted < ${count}) {
  if (inserted === (table.length / 4) * 3) { const old = table; table = new Int32Array(1 << ++bits); for (const h of old) if (h !== 0) put(h); }
  put(next());
  inserted++;
}`;

/**
 * Rows of the table, with what searches a model in each build: states, the costs in each build (CPU microseconds and bytes per
 * state), CPU microseconds per bare insertion.
 */
export async function growth(largest, searches) {
  const ones = [];
  for (const search of searches) ones.push(await search({ twin: 'one', constants: {} }));
  const rows = [];
  for (let size = 10; size <= largest; size++) {
    const runs = [];
    for (const search of searches) runs.push(await search({ twin: 'phil', constants: { N: size } }));
    const [{ states }] = runs;
    if (runs.some((run) => run.states !== states)) throw new Error(`phil ${size}: the builds count otherwise`);
    const inserted = await measured(process.execPath, ['-e', bare(states)]);
    rows.push({
      states,
      costs: runs.map(({ cpu, peak }, index) => ({ perState: ((cpu - ones[index].cpu) / states) * 1e6, bytes: (peak - ones[index].peak) / states })),
      perInsertion: (inserted.cpu / states) * 1e6,
    });
  }
  return rows;
}

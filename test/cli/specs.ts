/*
 * Small specs with a known answer.
 */

/** `both` holds with the lock, and is violated in 4 steps without it. */
export const lostUpdate = `module lost_update
variant lock: bool = false
const CPUS: 1..3 = 2
shared x: 0..3 = 0
actor cpu[CPUS] {
  atomic when lock {
    load:  let old = x
    store: x = old + 1
  }
}
invariant counted: (forall c in cpu: c at done) implies x == CPUS
`;

/** Ten actors that count to 99: more states than any test waits for. `soon` is violated in 2 steps. */
export const endless = `module endless
shared x: 0..99[cpu] = 0
actor cpu[10] { loop { x[self] = (x[self] + 1) % 100 } }
invariant soon: forall c in cpu: x[c] < 2
`;

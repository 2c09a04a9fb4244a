/** How often each action was taken: small numbers that the loop over packed states raises, and their sums, to which they are added from time to time. */
export class TakenCounts {
  /** By action, since the last `addUp`: below 2^31, so that raising one is one instruction. */
  readonly latest: Int32Array;
  /** By action, all before. */
  readonly sums: Float64Array;

  constructor(actions: number) {
    this.latest = new Int32Array(actions);
    this.sums = new Float64Array(actions);
  }

  addUp(): void {
    const { latest, sums } = this;
    for (let action = 0; action < latest.length; action++) sums[action]! += latest[action]!;
    latest.fill(0);
  }
}

/** A checkpoint cannot be used; the message says why. */
export class CheckpointRefused extends Error {}

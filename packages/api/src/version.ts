/** Raised when something that a program relies on changes in what this module exports; `docs/api.md` says what may change without. */
export const apiVersion: number = 1;

/** Raised when something that a reader relies on changes in the JSON of the commands: their `version`. */
export const jsonVersion = 1 as const;

/** Of certificates. Those of version 1 are of one family; they are read too. */
export const certificateVersion = 2 as const;

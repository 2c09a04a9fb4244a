/** What stops a verification: it says what is not so, or not to be known. */
export class Unverified extends Error {}

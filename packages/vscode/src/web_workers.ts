import type { WebWorker } from '@mmspec/language-server';

/** A worker that begins with this script. */
declare const Worker: new (script: string, options: { readonly name: string }) => WebWorker;

/** The name of a worker that runs checks; the script serves a client in any other one. */
export const checksName = 'mmspec checks';

export function beginWorker(script: string, name: string): WebWorker {
  return new Worker(script, { name });
}

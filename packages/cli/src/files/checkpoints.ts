import { readdirSync } from 'node:fs';
import { version } from '../version.ts';
import { heldFolder, type HeldFolder } from './held_folder.ts';
import { digest } from './digest.ts';
import { madeFolder } from './make_folder.ts';

const manifestName = 'mmspec.json';

/** What has to be the same where a call goes on with the checkpoints of another one. */
export interface Manifest {
  /** Checksums of the texts of all specs, by path. */
  readonly specs: Readonly<Record<string, string>>;
  /** The options that decide what is searched. */
  readonly options: Readonly<Record<string, unknown>>;
}

export function checksum(text: string): string {
  return digest(text).slice(0, 32);
}

/** The folder `--checkpoint` names, with a note for whom it is. */
export function newCheckpoints(folder: string, manifest: Manifest): HeldFolder {
  return heldFolder(
    `--checkpoint ${folder}`,
    () => madeFolder(folder),
    (disk, refuse) => {
      const before = disk.read(manifestName);
      if (before !== null && parsed(before) === null) refuse(`its ${manifestName} is not of mmspec; name another folder`);
      if (before === null && readdirSync(folder).some((name) => name.startsWith('search-')))
        refuse(`it has files that begin with search-, and no ${manifestName} that says whose they are; name another folder`);
      disk.replace(manifestName, Buffer.from(`${JSON.stringify({ version, ...manifest }, null, 2)}\n`));
    },
  );
}

/** The folder `--resume` names; refuses what another call has left there. */
export function oldCheckpoints(folder: string, manifest: Manifest): HeldFolder {
  return heldFolder(
    `--resume ${folder}`,
    () => folder,
    (disk, refuse) => {
      const content = disk.read(manifestName);
      if (content === null) return refuse('there is no checkpoint; --checkpoint writes some');
      const before = parsed(content) ?? refuse(`${manifestName} is damaged`);
      if (before.version !== version) refuse(`it was written by mmspec ${before.version}, this is ${version}`);
      for (const [path, sum] of Object.entries(manifest.specs)) {
        if (before.specs[path] === undefined) refuse(`it is not about ${path}`);
        if (before.specs[path] !== sum) refuse(`${path} was changed since`);
      }
      for (const path of Object.keys(before.specs)) if (manifest.specs[path] === undefined) refuse(`it is also about ${path}`);
      for (const [name, value] of Object.entries(manifest.options)) {
        if (JSON.stringify(before.options[name]) !== JSON.stringify(value)) refuse(`${optionOf(name)} was not the same then`);
      }
    },
  );
}

const reductionOptions = '--reduce or --without';

/** What decides an entry of the manifest, as a call writes it. */
function optionOf(name: string): string {
  if (name === 'reduction') return '--no-reduction';
  return name === 'symmetry' || name === 'order' || name === 'deadValues' ? reductionOptions : `--${name}`;
}

function parsed(content: Uint8Array): (Manifest & { readonly version: string }) | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(content).toString('utf8'));
    const isRecord = (each: unknown): each is Record<string, unknown> => typeof each === 'object' && each !== null;
    return isRecord(value) && typeof value.version === 'string' && isRecord(value.specs) && isRecord(value.options)
      ? { version: value.version, specs: value.specs as Record<string, string>, options: value.options }
      : null;
  } catch {
    return null;
  }
}

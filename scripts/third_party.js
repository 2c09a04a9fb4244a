import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.js';

/*
 * The licences of what others wrote and a bundle carries, as their licences ask for.
 */

/** The folder of the package that a file belongs to, and its name. */
const packagePattern = /^(?<folder>(?:.*\/)?node_modules\/(?<name>(?:@[^/]+\/)?[^/]+))\//;

/** What of a package's folder is its licence, and what its licence asks to be handed on. */
const licencePattern = /^(?:licen[cs]e|copying)(?:[.-].*)?$/i;
const noticePattern = /^(?:notice|third-?party-?notices?)(?:\..*)?$/i;

/** Folders of the packages of which there is anything in the outputs of these builds. */
export function packagesIn(...metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap((output) => Object.entries(output.inputs)));
  const folders = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => packagePattern.exec(path)?.groups?.folder);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

/** One text with the licences of all packages in the outputs of these builds; a package without one fails the build. */
export function thirdParty(...metafiles) {
  const parts = packagesIn(...metafiles).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const files = readdirSync(join(root, folder)).sort();
    const licences = files.filter((file) => licencePattern.test(file));
    if (licences.length === 0) throw new Error(`the package ${name} is bundled, and has no licence text`);
    const texts = [...licences, ...files.filter((file) => noticePattern.test(file))].map((file) =>
      readFileSync(join(root, folder, file), 'utf8')
        .replaceAll('\r\n', '\n')
        .trim(),
    );
    return { title: `${name} ${version} (${license})`, text: texts.join('\n\n') };
  });
  const parted = parts.sort((a, b) => (a.title < b.title ? -1 : 1)).map(({ title, text }) => `${title}\n${'='.repeat(title.length)}\n\n${text}\n`);
  return `This program contains the following packages of others, each under its own licence.\n\n${parts.map(({ title }) => `  ${title}\n`).join('')}\n${parted.join('\n')}`;
}

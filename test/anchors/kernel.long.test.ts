import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnchorsJson } from '@mmspec/api';
import { afterAll, describe, expect, test } from 'vitest';
import { mmspec, root } from '../cli/mmspec.ts';

/*
 * The anchors of the designs in the source of the kernel that they follow: MMSPEC_KERNEL names a tree, else the package of the distribution is fetched.
 */

const scratch = mkdtempSync(join(tmpdir(), 'mmspec-kernel-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const packageName = 'linux-source-6.12';

/** Where what the designs follow stands. */
const folders = ['mm', 'include/linux', 'virt/kvm', 'arch/s390/kernel', 'arch/x86/kvm/mmu', 'block', 'drivers', 'fs', 'kernel', 'net'];

/** A tree; or why there is none. */
function kernel(): { readonly tree: string } | { readonly reason: string } {
  const given = process.env['MMSPEC_KERNEL'];
  if (given !== undefined) return { tree: given };
  const steps: readonly (readonly string[])[] = [
    ['apt-get', 'download', packageName],
    ['sh', '-c', 'dpkg-deb -x linux-source-*.deb unpacked'],
    ['sh', '-c', `tar -xJf unpacked/usr/src/*.tar.xz --strip-components=1 --wildcards ${folders.map((folder) => `'*/${folder}/*'`).join(' ')}`],
  ];
  for (const [command = '', ...args] of steps) {
    const { status, stderr, error } = spawnSync(command, args, { cwd: scratch, encoding: 'utf8', timeout: 600_000 });
    if (status !== 0) return { reason: `${command} ${args.at(-1)}: ${error?.message ?? stderr.trim().split('\n').at(-1)}` };
  }
  return { tree: scratch };
}

const found = kernel();
if ('reason' in found) console.info(`The anchors of the designs were not looked up: ${found.reason}`);

/** Designs of a kernel later than that of the package. */
const later = new Set(['vma_lock.mmspec']);

const designs = ['.', 'bugs', 'memory'].flatMap((folder) =>
  readdirSync(join(root, 'specs', folder))
    .filter((name) => name.endsWith('.mmspec'))
    .map((name) => join(folder, name)),
);

describe.each(designs)('%s', (name) => {
  test('its anchors are where it says, or there is a reason', async () => {
    if ('reason' in found) {
      expect(found.reason).not.toBe('');
      return;
    }
    const { stdout } = await mmspec('anchors', join(root, 'specs', name), '--kernel', found.tree, '--json');
    const rows = stdout.startsWith('{') ? (JSON.parse(stdout) as AnchorsJson).anchors : [];
    const off = rows.filter(({ found: [finding] }) => finding?.kind !== 'found').map((row) => row.name);
    if (later.has(name)) expect(off.length).toBe(rows.length);
    else expect(off).toEqual([]);
  });
});

import { createFile } from '../files/write_file.ts';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { parse } from '@mmspec/syntax';
import { printLine } from '../output.ts';
import { UsageError } from '../usage_error.ts';
import type { Command } from 'commander';
import type { Ended } from '../command_line.ts';

/** `mmspec init`. */
export function add(root: Command, ended: Ended): void {
  root
    .command('init')
    .description('write a new spec with a check that shows one race')
    .argument('[name]', 'name of the module and the file', 'race')
    .addHelpText('after', '\nExample:\n  mmspec init my_patch && mmspec check my_patch.mmspec')
    .action(async (name: string) => ended((await import('./init.ts')).init(name)));
}

const template = (name: string): string => `/// A reader looks a folio up without a lock, while its owner removes it, and its memory is used for something else.
/// The claim: a reference from try_get is not enough; the reader has to look again whether it is still the folio that it wanted.
module ${name}

import kernel.folio

variant recheck: bool = true

object Folio {
  refcount: ref = 1 // the reference of the page cache
  reused:   bool = false
}

shared folio: Folio
shared owns slot: Folio? = folio // the page-cache slot holds that reference

actor reader {
  var page: Folio? = none
  load: page = slot
        if page == none { return }
  get:  if not folio_try_get(page) { return }
        if recheck { again: if slot != page { goto drop } }
  use:  touch(page)
  drop: folio_put(page)
}

actor truncate {
  remove: owns let old = xchg(slot, none)
  put:    folio_put(old)
}

/// A folio that nobody has a reference to is free, and becomes something else.
actor allocator {
  owns var user: Folio? = none
  reuse: atomic { idle await folio.refcount == 0  folio.refcount = 1  folio.reused = true  user = folio }
}

/// The reader uses the folio that it looked up, and not what its memory became.
invariant right_folio: step is reader.use implies not folio.reused

check with_recheck { } expect holds

/// A question: it is answered with a race. \`expect violates right_folio within 6\` makes it a claim.
check without_recheck { recheck = false }
`;

/** True for what may stand after `module`. */
function isName(name: string): boolean {
  return /^\w+$/u.test(name) && parse({ path: name, text: `module ${name}` }, 0).diagnostics.length === 0;
}

/** Writes a new spec that checks as it is and shows one race. An existing file is never overwritten. */
export function init(given: string): ExitCode {
  const name = given.replace(/\.mmspec$/u, '');
  if (!isName(name)) throw new UsageError(`${JSON.stringify(given)} cannot be the name of a module; use letters, digits and _, and no word of the language.`);
  const path = `${name}.mmspec`;
  createFile(path, template(name));
  printLine(`Wrote ${path}. Now run: mmspec check ${path}`);
  return exitCodes.met;
}

import type { Fault } from '../random/mutant.ts';

/*
 * Faults in what is kept and told of verdicts, which the law of schedules tells of.
 */

const folder = 'packages/language-server/src/';

export const scheduleFaults: readonly Fault[] = [
  {
    name: 'a verdict belongs to the text of its spec alone',
    file: `${folder}run_texts.ts`,
    find: 'return Object.entries(imports).every(([key, file]) => {',
    replace: 'return Object.entries(imports).every(([key, file]) => { if (key !== "") return true;',
  },
  {
    name: 'a verdict belongs to the texts of the files that imports meant then, wherever they mean now',
    file: `${folder}run_texts.ts`,
    find: "return isSame(file, resolve(name.split('.'), { path: importer, text: '' }));",
    replace: 'return isSame(file, now.file(file.path)) || resolve([name], { path: importer, text: "" }) === null;',
  },
  {
    name: 'what a run finds after it was ended is kept',
    file: `${folder}verdicts/known.ts`,
    find: 'if (run.controller.signal.aborted) return false;',
    replace: '',
  },
  {
    name: 'the end of an older run replaces what a newer one has found',
    file: `${folder}verdicts/known.ts`,
    find: 'known.run.serial > run.serial',
    replace: 'known === found',
  },
  {
    name: 'a change of an import tells nobody',
    file: `${folder}verdict_changes.ts`,
    find: 'changed.some((path) => hasText(texts, path))',
    replace: 'changed.includes(texts.main.path)',
  },
  {
    name: 'lenses of other documents are not asked for again',
    file: `${folder}verdict_changes.ts`,
    find: 'if (isOther) refreshLenses(server);',
    replace: '',
  },
  {
    name: 'changes on the disk tell nobody',
    file: `${folder}server.ts`,
    find: 'textsChanged(server, null);\n    for (const path of affected)',
    replace: 'for (const path of affected)',
  },
  {
    name: 'a document that closes goes on to be what was typed there',
    file: `${folder}server.ts`,
    find: 'textsChanged(server, null);\n    if (server.diagnosing.wanted',
    replace: 'if (server.diagnosing.wanted',
  },
  {
    name: 'a saved import runs nothing',
    file: `${folder}saved_runs.ts`,
    find: 'return [...new Set([...own, ...others])];',
    replace: 'return [...new Set([...own, ...others.slice(0, 0)])];',
  },
  {
    name: 'an unfinished verdict is one that is not met',
    file: `${folder}verdicts/lines.ts`,
    find: "unfinished: '', answer",
    replace: "unfinished: '✗ ', answer",
  },
  {
    name: 'nobody says that an import is not saved',
    file: `${folder}verdicts/shown.ts`,
    find: 'path !== main.path && isUnsaved(path)',
    replace: 'path !== main.path && isUnsaved(path) && path === ""',
  },
  {
    name: 'a matrix is met where the cells are that are known',
    file: `${folder}verdicts/shown.ts`,
    find: 'const all = Math.max(cells, found.length);',
    replace: 'const all = found.length;',
  },
  {
    name: 'a page is never outdated',
    file: `${folder}verdicts.ts`,
    find: "isOutdated: shown?.state === 'outdated'",
    replace: 'isOutdated: false',
  },
];

import type { CheckTold, CheckWork, Runner, RunResult, ShownEntry } from '@mmspec/language-server';
import type { CheckResult, ScenarioResult } from '@mmspec/system';
import { CancellationTokenSource, type CodeLens } from 'vscode-languageserver/node';
import { randomFrom } from '../syntax/random_from.ts';
import { client, type Client } from './client.ts';
import { allOf, far, forms, mains, near, other, paths, truthOf, unfinishedCheck, unfinishedScenario, whyFalse, type Truth } from './schedule_truth.ts';

/*
 * Law: whatever is edited, saved, changed on the disk, run, cancelled, and in whatever order runs come to their ends, a verdict that is shown
 * is what a run of the shown texts would find, or is marked as outdated, or as not finished. What is shown are lenses, Problems, pages,
 * and what the extension puts into the test explorer.
 */

const uriOf = (path: string): string => `file://${path}`;

interface Job {
  readonly work: CheckWork;
  readonly signal: AbortSignal;
  readonly listener: CheckTold;
  readonly end: (result: RunResult) => void;
  readonly told: { readonly results: CheckResult[]; readonly scenarios: ScenarioResult[] };
  all: RunResult | null;
}

/** A request that somebody made, and may cancel. */
interface Asked {
  readonly cancel: () => void;
}

/** A session with an editor, whose runs go on when the schedule says so. */
class Session {
  readonly disk: Map<string, string> = new Map();
  readonly open: Map<string, { text: string; version: number }> = new Map();
  readonly jobs: Job[] = [];
  readonly asked: Set<Asked> = new Set();
  readonly shown: Map<string, readonly ShownEntry[]> = new Map();
  private readonly lenses: Map<string, readonly string[]> = new Map();
  private refreshedBefore = 0;
  /** An older run changed what a newer one had found. */
  private older: string | null = null;
  editor!: Client;

  async begin(): Promise<void> {
    for (const path of paths) if (path !== near) this.disk.set(path, forms[path]!(0));
    const run: Runner = (work, signal, listener) =>
      new Promise((end) => void this.jobs.push({ work, signal, listener, end, told: { results: [], scenarios: [] }, all: null }));
    this.editor = await client(
      {},
      { delay: 0, lensCommands: true, saveBudget: 2 },
      { host: { read: (path) => this.disk.get(path) ?? null, list: () => [], run } },
    );
    this.editor.connection.onNotification('mmspec/shown', ({ uri, checks }: { readonly uri: string; readonly checks: readonly ShownEntry[] }) => {
      for (const { kind, name, run } of checks) {
        const before = this.shown.get(uri)?.find((entry) => entry.kind === kind && entry.name === name);
        if (kind !== 'matrix' && run < (before?.run ?? 0))
          this.older ??= `${name} of ${uri} was found by run ${before?.run}, and run ${run} stands in its place`;
      }
      this.shown.set(uri, checks);
    });
  }

  private text(path: string): string | null {
    return this.open.get(path)?.text ?? this.disk.get(path) ?? null;
  }

  truth(main: string): Promise<Truth> {
    return truthOf(main, new Map(paths.map((path) => [path, this.text(path)])));
  }

  /** Imports of a spec that are open and not saved. */
  private unsaved(): readonly string[] {
    const used = [other, this.text(near) === null ? far : near];
    return used.filter((path) => this.open.has(path) && this.open.get(path)?.text !== this.disk.get(path)).map((path) => path.replace(/^.*\//u, ''));
  }

  notify(method: string, params: object): Promise<void> {
    return this.editor.connection.sendNotification(method, params);
  }

  async setOpen(path: string): Promise<void> {
    const text = this.disk.get(path);
    if (text === undefined || this.open.has(path)) return;
    this.open.set(path, { text, version: 1 });
    await this.editor.open(uriOf(path), text);
  }

  async setClosed(path: string): Promise<void> {
    if (!this.open.delete(path)) return;
    this.lenses.delete(path);
    await this.notify('textDocument/didClose', { textDocument: { uri: uriOf(path) } });
  }

  async edit(path: string, text: string): Promise<void> {
    const document = this.open.get(path);
    if (document === undefined || document.text === text) return;
    document.text = text;
    await this.editor.change(uriOf(path), ++document.version, [{ text }]);
    this.lenses.delete(path);
  }

  async save(path: string): Promise<void> {
    const document = this.open.get(path);
    if (document === undefined) return;
    this.disk.set(path, document.text);
    await this.notify('textDocument/didSave', { textDocument: { uri: uriOf(path) } });
    await this.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(path), type: 2 }] });
  }

  /** Something else than the editor writes or deletes a file; the editor shows the new text where its own was saved. */
  async write(path: string, text: string | null, isToldFirst: boolean): Promise<void> {
    const document = this.open.get(path);
    const wasSaved = document?.text === this.disk.get(path);
    if (text === null) this.disk.delete(path);
    else this.disk.set(path, text);
    const told = { changes: [{ uri: uriOf(path), type: text === null ? 3 : 2 }] };
    if (isToldFirst) await this.notify('workspace/didChangeWatchedFiles', told);
    if (text !== null && wasSaved) await this.edit(path, text);
    if (!isToldFirst) await this.notify('workspace/didChangeWatchedFiles', told);
  }

  async run(path: string, names: readonly string[] | null): Promise<void> {
    if (this.text(path) === null) return;
    const source = new CancellationTokenSource();
    const call = { command: 'mmspec.server.run', arguments: [{ uri: uriOf(path), names }] };
    const request = this.editor.connection.sendRequest('workspace/executeCommand', call, source.token);
    const asked = { cancel: () => source.cancel() };
    this.asked.add(asked);
    request.catch(() => undefined).finally(() => this.asked.delete(asked));
    await this.settle();
  }

  /** A run goes on by one check, or ends. */
  async advance(job: Job, isSlow: boolean): Promise<void> {
    const { results, scenarios, why } = (job.all ??= await allOf(job.work));
    const { told, listener, signal } = job;
    const reason = signal.aborted ? 'it was cancelled' : isSlow && job.work.request.timeMax !== null ? 'the limit of 2 s was reached' : '';
    const check = results[told.results.length];
    const scenario = scenarios[told.scenarios.length];
    if (check !== undefined) {
      const found = reason === '' ? check : unfinishedCheck(check, reason);
      told.results.push(found);
      listener.onResult(found);
    } else if (scenario !== undefined) {
      const found = reason === '' ? scenario : unfinishedScenario(scenario, reason);
      told.scenarios.push(found);
      listener.onScenario?.(found);
    }
    if (signal.aborted || (told.results.length === results.length && told.scenarios.length === scenarios.length)) {
      this.jobs.splice(this.jobs.indexOf(job), 1);
      job.end({ ...told, why });
    }
    await this.settle();
  }

  /** Until everything that was sent is heard, and everything that was said. */
  async settle(): Promise<void> {
    await this.editor.ask('mmspec/counts', {});
  }

  /** The lenses as an editor has them: asked for again where its document changed, and where the server says so. */
  private async lensesOf(path: string): Promise<readonly string[]> {
    const { refreshed } = this.editor;
    if (refreshed.length > this.refreshedBefore) this.lenses.clear();
    this.refreshedBefore = refreshed.length;
    const before = this.lenses.get(path);
    if (before !== undefined) return before;
    const found = await this.editor.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: uriOf(path) } });
    const lines = this.text(path)?.split('\n') ?? [];
    const titles = found.flatMap(({ command, range }) => {
      const [, name = ''] = /^(?:check|scenario) (\w+)/u.exec(lines[range.start.line] ?? '') ?? [];
      return command === undefined || command.title.startsWith('▶') ? [] : [`${name}: ${command.title}`];
    });
    this.lenses.set(path, titles);
    return titles;
  }

  /** What is shown and not true now; null: all is well. */
  async lie(): Promise<string | null> {
    await this.settle();
    if (this.older !== null) return this.older;
    for (const path of mains) {
      const truth = await this.truth(path);
      const unsaved = this.unsaved();
      const wrong = (where: string, name: string, title: string): string | null => {
        const why = whyFalse(truth, unsaved, name, title);
        return why === null ? null : `${where} of ${path}: ${name}: ${title}\n${why}`;
      };
      for (const { name, title, state } of this.shown.get(uriOf(path)) ?? []) {
        const found = state === 'none' ? null : wrong('told', name, title);
        if (found !== null) return found;
      }
      if (!this.open.has(path)) continue;
      for (const lens of await this.lensesOf(path)) {
        const [name = '', title = ''] = lens.split(/: (.*)/su);
        const found = wrong('lens', name, title);
        if (found !== null) return found;
      }
      for (const { name, title } of this.shown.get(uriOf(path)) ?? []) {
        const page = await this.editor.ask<{ readonly known: boolean; readonly outdated: boolean }>('mmspec/page', { uri: uriOf(path), name, nonce: 'n' });
        if (!page.known || page.outdated || (truth !== null && !title.startsWith('outdated'))) continue;
        // What is told comes a moment after the page could be asked for: what it says then has to be the same.
        await this.settle();
        const told = this.shown.get(uriOf(path))?.find((each) => each.name === name);
        if (truth === null || told?.title.startsWith('outdated') === true) return `page of ${name} of ${path} is not outdated`;
      }
    }
    return null;
  }

  /** The same of Problems, which come a moment later. */
  async problemLie(): Promise<string | null> {
    for (let attempt = 0; ; attempt++) {
      const found = await this.problem();
      if (found === null || attempt > 150) return found;
      await new Promise((wake) => setTimeout(wake, 10));
    }
  }

  private async problem(): Promise<string | null> {
    for (const path of mains) {
      if (!this.open.has(path)) continue;
      const truth = await this.truth(path);
      const last = this.editor.published.findLast(({ uri }) => uri === uriOf(path));
      for (const { source, message } of last?.diagnostics ?? []) {
        if (source !== 'mmspec check') continue;
        const text = typeof message === 'string' ? message : message.value;
        if (text.startsWith('outdated: ')) continue;
        const [name = ''] = text.split(' is ');
        const result = truth?.get(name);
        const isTrue = result !== undefined && (text.startsWith(`${name} is not met: `) ? !result.met : 'verdict' in result && result.verdict === 'violated');
        if (!isTrue) return `Problems of ${path}: ${text}`;
      }
    }
    return null;
  }

  /** With everything saved and every run at its end, all verdicts of open specs are there, about the present texts; so after an import alone is saved. */
  async unknown(number: number): Promise<string | null> {
    for (const path of this.open.keys()) await this.save(path);
    const first = await this.unknownAfterRuns();
    if (first !== null) return first;
    const text = forms[other]!(number);
    if (!this.open.has(other)) await this.write(other, text, true);
    await this.edit(other, text);
    await this.save(other);
    return this.unknownAfterRuns();
  }

  private async unknownAfterRuns(): Promise<string | null> {
    await this.settle();
    while (this.jobs.length > 0) await this.advance(this.jobs[0]!, false);
    for (const path of mains) {
      if (!this.open.has(path) || (await this.truth(path)) === null) continue;
      for (const { name, state } of this.shown.get(uriOf(path)) ?? []) if (state !== 'present') return `in the end ${name} of ${path} is ${state}`;
    }
    return null;
  }
}

/** Follows a schedule that is drawn from a seed, and gives what it found to be false, with the steps before; null: nothing. */
export async function brokenSchedule(seed: number, steps: number): Promise<string | null> {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const session = new Session();
  await session.begin();
  const taken: string[] = [];
  const step = async (name: string, action: Promise<void>): Promise<void> => {
    taken.push(name);
    await action;
  };
  const text = (path: string): string => forms[path]!(Math.floor(random() * 4));
  const something: readonly (readonly [weight: number, act: () => Promise<void>])[] = [
    [5, () => ((path) => step(`edit ${path}`, session.edit(path, text(path))))(pick([...session.open.keys()]))],
    [2, () => ((path) => step(`save ${path}`, session.save(path)))(pick([...session.open.keys()]))],
    [
      1,
      () =>
        ((path) =>
          step(
            `save ${path} twice`,
            session.save(path).then(() => session.save(path)),
          ))(pick([...session.open.keys()])),
    ],
    [1, () => ((path) => step(`open ${path}`, session.setOpen(path)))(pick(paths))],
    [0.5, () => ((path) => step(`close ${path}`, session.setClosed(path)))(pick(paths))],
    [1.5, () => ((path) => step(`write ${path}`, session.write(path, text(path), random() < 0.5)))(pick(paths))],
    [0.7, () => step('delete near', session.write(near, null, true))],
    [0.2, () => ((path) => step(`delete ${path}`, session.write(path, null, true)))(pick([other, far]))],
    [
      2,
      () =>
        ((path) => step(`run ${path}`, session.run(path, random() < 0.5 ? null : path === mains[0] ? pick([['c'], ['c', 'q'], ['both'], ['s', 'v']]) : ['l'])))(
          pick(mains),
        ),
    ],
    [1, () => step('cancel', Promise.resolve([...session.asked][Math.floor(random() * session.asked.size)]?.cancel()))],
    [7, () => (session.jobs.length === 0 ? Promise.resolve() : step('advance', session.advance(pick(session.jobs), random() < 0.2)))],
  ];
  const all = something.reduce((sum, [weight]) => sum + weight, 0);
  const failed = (why: string): string => `seed ${seed}: ${why}\nafter:\n${taken.join('\n')}`;
  try {
    for (const path of mains) await session.setOpen(path);
    for (let count = 0; count < steps; count++) {
      let at = random() * all;
      const [, act] = something.find(([weight]) => (at -= weight) < 0) ?? something[0]!;
      if (session.open.size === 0) await session.setOpen(mains[0]!);
      await act();
      const lie = (await session.lie()) ?? (count % 10 === 9 ? await session.problemLie() : null);
      if (lie !== null) return failed(lie);
    }
    const why = (await session.unknown(Math.floor(random() * 3))) ?? (await session.lie()) ?? (await session.problemLie());
    return why === null ? null : failed(why);
  } finally {
    session.editor.stop();
  }
}

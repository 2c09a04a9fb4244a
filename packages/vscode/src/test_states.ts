import type { Ran, ShownEntry } from '@mmspec/language-server';
import * as vscode from 'vscode';

/** Tests that somebody has asked for, and that no result has come of yet. */
interface Going {
  readonly testRun: vscode.TestRun;
  readonly items: ReadonlySet<vscode.TestItem>;
  readonly waiting: Set<vscode.TestItem>;
}

type ItemEntry = readonly [item: vscode.TestItem, entry: ShownEntry];

/**
 * The states of tests. Guards that each is what the server shows last: results of whatever run are put there, and marked as outdated when they are.
 * The explorer has no state for what is neither right nor wrong, so an answer and what is not finished are "skipped", and say beside their name what they are.
 */
export class TestStates {
  private readonly controller: vscode.TestController;
  private readonly shown: Map<string, ShownEntry> = new Map();
  private readonly going: Set<Going> = new Set();

  constructor(controller: vscode.TestController) {
    this.controller = controller;
  }

  /** Somebody runs these tests. */
  begin(testRun: vscode.TestRun, items: readonly vscode.TestItem[]): Going {
    const going = { testRun, items: new Set(items), waiting: new Set(items) };
    for (const item of items) testRun.started(item);
    this.going.add(going);
    return going;
  }

  /** The run is over: what no result came of says why. */
  end(going: Going, ran: Ran | null): void {
    this.going.delete(going);
    const why = ran?.why ?? '';
    for (const item of going.waiting) {
      if (why === '') going.testRun.skipped(item);
      else going.testRun.errored(item, new vscode.TestMessage(why));
    }
  }

  /** Shows what is to be shown of tests of one file. */
  show(entries: readonly ItemEntry[]): void {
    const changed = entries.filter(([{ id }, entry]) => !isSame(this.shown.get(id), entry));
    for (const [item, entry] of changed) {
      item.description = entry.title.replace(/^[✓✗] /u, '');
      const before = this.shown.get(item.id);
      if (before?.state === 'present' && entry.state !== 'present') this.setOutdated(item);
      this.shown.set(item.id, entry);
    }
    this.report(changed.filter(([, { state }]) => state === 'present'));
  }

  private setOutdated(item: vscode.TestItem): void {
    this.controller.invalidateTestResults(item);
    // What such a run reports from now on would be marked as outdated too, whatever it is about.
    for (const { items, waiting } of this.going) if (items.has(item)) waiting.delete(item);
  }

  private report(entries: readonly ItemEntry[]): void {
    const others: ItemEntry[] = [];
    for (const [item, entry] of entries) {
      const waiting = [...this.going].filter((each) => each.waiting.delete(item));
      for (const { testRun } of waiting) reportTo(testRun, item, entry);
      if (waiting.length === 0) others.push([item, entry]);
    }
    if (others.length === 0) return;
    const request = new vscode.TestRunRequest(others.map(([item]) => item));
    const testRun = this.controller.createTestRun(request, undefined, false);
    for (const [item, entry] of others) reportTo(testRun, item, entry);
    testRun.end();
  }
}

function isSame(before: ShownEntry | undefined, now: ShownEntry): boolean {
  return before?.state === now.state && before.run === now.run && before.title === now.title && before.outcome === now.outcome;
}

function reportTo(testRun: vscode.TestRun, item: vscode.TestItem, { title, outcome, seconds, messages, name }: ShownEntry): void {
  const texts = messages.length === 0 ? [`${name}: ${title}`] : messages;
  testRun.appendOutput(`${[`${name}: ${title}`, ...messages].join('\n').replaceAll('\n', '\r\n')}\r\n`, undefined, item);
  switch (outcome) {
    case 'met':
    case 'holds':
      return testRun.passed(item, seconds * 1000);
    case 'not met':
      return testRun.failed(
        item,
        texts.map((text) => new vscode.TestMessage(text)),
        seconds * 1000,
      );
    case 'answer':
    case 'unfinished':
    case null:
      return testRun.skipped(item);
  }
}

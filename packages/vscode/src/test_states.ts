import type { Ran, ShownEntry } from '@mmspec/language-server';
import * as vscode from 'vscode';

/** Tests that somebody has asked for, and that no result has come of yet. */
interface Going {
  readonly testRun: vscode.TestRun;
  readonly waiting: Set<vscode.TestItem>;
}

type ItemEntry = readonly [item: vscode.TestItem, entry: ShownEntry];

/**
 * The states of tests. Guards that each is what the server shows last: results of whatever run are put there, and taken back when they are outdated.
 * The explorer has no state for what is neither right nor wrong, so an answer, what is not finished and what is outdated are "skipped",
 * and say beside their name what they are. That stands in the label: of a description screen readers would read no name.
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
    const going = { testRun, waiting: new Set(items) };
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
    const outdated = changed.filter(([{ id }, { state }]) => state !== 'present' && this.shown.get(id)?.state === 'present');
    for (const [item, entry] of changed) {
      item.label = entry.title === '' ? entry.name : `${entry.name} · ${entry.title.replace(/^[\u2713\u2717] /u, '')}`;
      this.shown.set(item.id, entry);
    }
    this.takeBack(outdated);
    this.report(changed.filter(([, { state }]) => state === 'present'));
  }

  /** What was found before is not said any more, neither by icons nor beside the source. */
  private takeBack(entries: readonly ItemEntry[]): void {
    if (entries.length === 0) return;
    // What a run that goes on reports from now on would stand behind this.
    for (const [item] of entries) for (const { waiting } of this.going) waiting.delete(item);
    this.controller.invalidateTestResults(entries.map(([item]) => item));
    const testRun = this.runOf(entries);
    for (const [item] of entries) testRun.skipped(item);
    testRun.end();
  }

  private report(entries: readonly ItemEntry[]): void {
    const others: ItemEntry[] = [];
    for (const [item, entry] of entries) {
      const waiting = [...this.going].filter((each) => each.waiting.delete(item));
      for (const { testRun } of waiting) reportTo(testRun, item, entry);
      if (waiting.length === 0) others.push([item, entry]);
    }
    if (others.length === 0) return;
    const testRun = this.runOf(others);
    for (const [item, entry] of others) reportTo(testRun, item, entry);
    testRun.end();
  }

  /** A run that nobody asked the explorer for; it is not kept when the window closes. */
  private runOf(entries: readonly ItemEntry[]): vscode.TestRun {
    return this.controller.createTestRun(new vscode.TestRunRequest(entries.map(([item]) => item)), undefined, false);
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

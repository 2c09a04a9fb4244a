import { jsonVersion, type CertifiedSpec, type VerifyJson } from '@mmspec/api';
import { nameForAny, settingsWith } from '@mmspec/analysis';
import { counted, pathWord, type Paint } from '@mmspec/report';
import { plan, withStandIns, type Model } from '@mmspec/semantics';
import { hasErrors, oneLine } from '@mmspec/source';
import type { PlannedCheck, Settings, ViewCertificate } from '@mmspec/system';
import { Unverified, verifyViews } from '@mmspec/verifier';
import { join } from 'node:path';
import { folderOf, textsOf } from '../claims/claim.ts';
import { textDifferences } from '../claims/differences.ts';
import type { Fields } from '../claims/parsed.ts';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { specTexts } from '../files/spec_texts.ts';
import { loadSpec } from '../load_spec.ts';
import { printLine } from '../output.ts';
import type { Remarks } from '../remarks.ts';
import { readCertificate } from './read_certificate.ts';

interface CertificateCall {
  readonly path: string;
  /** What its text says. */
  readonly value: Fields;
  readonly json: boolean;
  readonly paint: Paint;
  readonly remarks: Remarks;
  readonly signal: AbortSignal;
}

/** `mmspec verify` of a certificate: its views are checked by a program that did not find them. */
export async function verifyCertificate({ path, value, json, paint, remarks, signal }: CertificateCall): Promise<ExitCode> {
  const { specs } = readCertificate(path, value);
  const [lines, differences]: [string[], string[]] = [[], []];
  for (const certified of specs) {
    for (const found of await specTexts([join(folderOf(path), certified.path)], signal)) {
      if (signal.aborted) return remarks.cancelled(path).refused();
      if (found.kind === 'problem') {
        remarks.show([found.problem.file], [found.problem.diagnostic]);
        return remarks.refused();
      }
      const { model, diagnostics } = loadSpec(found.spec, true);
      if (hasErrors(diagnostics)) {
        remarks.show(model.files, diagnostics);
        return remarks.refused();
      }
      const others = textDifferences(certified.texts, textsOf(model.files, folderOf(path)));
      differences.push(...others.map((each) => oneLine(`${certified.path}: ${each}`)));
      if (others.length === 0) for (const proof of certified.proofs) answer(certified, model, proof);
    }
  }
  const verified = differences.length === 0;
  const result: VerifyJson = { version: jsonVersion, path, verified, differences };
  if (json) printLine(JSON.stringify(result, null, 2));
  else {
    for (const line of lines) printLine(`${paint('good', 'verified')}  ${pathWord(path)}: ${line}`);
    for (const line of differences) printLine(`${paint('bad', 'not verified')}  ${pathWord(path)}: ${line}`);
  }
  return verified ? exitCodes.met : exitCodes.notMet;

  function answer({ path: spec }: CertifiedSpec, model: Model, proof: ViewCertificate): void {
    const { families, fixed, states, properties } = proof;
    const numbers = [
      ...Object.entries(fixed).map(([constant, number]) => `${constant} = ${number}`),
      ...families.map(({ constant, from }) => `${constant} >= ${from}`),
    ];
    const what = `${proof.check} of ${spec} for ${numbers.join(' and ')}`;
    try {
      refuseOtherCheck(model, proof);
      const { froms, parts } = verifyViews(model, proof);
      for (const [at, { constant, from }] of families.entries())
        if (froms[at]! > from) throw new Unverified(`the views say something about ${constant} >= ${froms[at]!} only`);
      const views =
        proof.size === 1 ? states.reduce((sum, { instances }) => sum + instances.length, 0) : states.reduce((sum, { pairs }) => sum + pairs.length, 0);
      lines.push(
        oneLine(
          `${what}: ${properties.join(', ')}, by ${counted(views, 'view')} in ${counted(states.length, 'shared state')}; ${counted(parts, 'part')} looked at`,
        ),
      );
    } catch (error) {
      if (!(error instanceof Unverified)) throw error;
      differences.push(oneLine(`${what}: ${error.message}`));
    }
  }
}

/** The proof has to be about a check that is there, with its settings, where all CPUs see the steps in one order. */
function refuseOtherCheck(model: Model, { check, settings, families, fixed }: ViewCertificate): void {
  const open = families.map(({ constant }) => constant);
  const constants = [...open, ...Object.keys(fixed)];
  const inOrder = (all: Settings): string =>
    JSON.stringify(
      Object.entries(all)
        .filter(([name]) => !open.includes(name))
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  const settingsOf = (planned: PlannedCheck): Settings =>
    constants.length === open.length ? planned.settings : settingsWith(model, planned, constants, fixed);
  const found = withStandIns(model, plan(model).checks).filter(
    (planned) => nameForAny(planned, ...constants) === check && (planned.memory ?? 'sc') === 'sc' && planned.bound === undefined,
  );
  if (found.length === 0) throw new Unverified('there is no such check');
  if (!found.some((planned) => inOrder(settingsOf(planned)) === inOrder(settings))) throw new Unverified('the check has other settings');
}

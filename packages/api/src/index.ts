export { check } from './check.ts';
export type { CheckOptions, CheckRun, Limits, Searching } from './check.ts';
export { compile, compileText } from './compile.ts';
export type { CompiledSystem, CompiledText, CompiledWindowSystem, CompileMode } from './compile.ts';
export { explore } from './explore.ts';
export type { ExploreOptions } from './explore.ts';
export { checkJson } from './check_json.ts';
export type {
  AnchorsJson,
  AnyFileJson,
  AnyJson,
  AuditJson,
  CheckJson,
  ClaimedCheck,
  ClaimedScenario,
  ClaimedSpec,
  ClaimJson,
  CertificateJson,
  CertifiedSpec,
  CoverageJson,
  DiffJson,
  DrawingJson,
  FencesJson,
  JsonCheckedFile,
  JsonFault,
  JsonLitmusTest,
  LitmusJson,
  ModelJson,
  ProgressJson,
  RefsJson,
  ReviewedSpec,
  ReviewJson,
  ScenariosJson,
  SplitJson,
  SuggestionsJson,
  TokensJson,
  TreeJson,
  VerifyJson,
} from './json.ts';
export { scenario, scenarioText } from './scenario.ts';
export type { ScenarioAnswer, ScenarioOptions } from './scenario.ts';
export { checks, settings } from './settings.ts';
export { analyse, parse } from './spec.ts';
export type { AnalyseOptions, Imports, Spec } from './spec.ts';
export { diagnosticJson, diagnosticText, raceText } from './text.ts';
export { apiVersion, certificateVersion, jsonVersion } from './version.ts';

export { formatSpec as format, UnformattableError } from '@mmspec/format';
export { libraryModules, libraryText } from '@mmspec/library';
export { hasErrors, positionAt } from '@mmspec/source';
export type { Diagnostic, Edit, Fix, Position, Related, Severity, SourceFile, Span } from '@mmspec/source';
export type { Comment, Expression, Item, Module, Name, Parsed, Statement, TypeNode as Type } from '@mmspec/syntax';
export type { DescribedLedger, Meaning, Model, SpecTexts } from '@mmspec/semantics';
export { windows } from '@mmspec/analysis';
export type { WindowMode } from '@mmspec/analysis';
export type { JsonDiagnostic, TraceForm } from '@mmspec/report';
export type { Path, Progress, PropertyVerdict, SearchResult, WorkerPort, Workers } from '@mmspec/checker';
export type {
  Action,
  ActorInstance,
  Answer,
  CheckExpectation,
  CheckResult,
  Described,
  DrawingAnswer,
  Emit,
  ExpectedItem,
  Fault,
  Outcome,
  Plain,
  OpenCheck,
  OpenRange,
  Planned,
  PlannedCheck,
  Property,
  PropertyKind,
  PropertyResult,
  Reduction,
  ResultSettings,
  RunOutcome,
  ScenarioResult,
  SettingInfo,
  Settings,
  Slot,
  SourceSpan,
  Trace,
  TraceStep,
  TransitionSystem,
  Verdict,
  Waiting,
  WindowBound,
  WindowSystem,
} from '@mmspec/system';

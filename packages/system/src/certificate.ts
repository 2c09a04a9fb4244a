import type { Settings } from './check.ts';

/*
 * What a proof for any number of instances is, as data: the views by shared state. docs/certificate.md says how to read and to check one.
 */

/**
 * A number of a cell; or who is named: `self` (or `self.1`, an object of that instance by its number), `other` (a different instance, which
 * the pairs tell where views are of two), `some` (in a shared cell: an instance, which has it among its own numbers).
 */
export type ViewValue = number | 'some' | 'other' | 'self' | `self.${number}`;

/** The cells of a view, by name and in this order. */
export interface ViewCells {
  /** Cells that belong to no instance. */
  readonly shared: readonly string[];
  /** By family: cells of an instance of it, as the first one has them. */
  readonly own: readonly (readonly string[])[];
  /** Those of the shared cells that are kept as a base and a share of each instance. */
  readonly counters: readonly string[];
  /** Those of the shared cells of which is kept which instance has raised them. */
  readonly flags: readonly string[];
  /** Those of the shared cells that name an instance, and that are sets of instances. */
  readonly names: readonly string[];
  readonly sets: readonly string[];
}

/** An instance in a view: the numbers of each part are in the order of `ViewCells`. */
export interface ViewInstance {
  /** Its family, as a place in the list of these. */
  readonly of: number;
  readonly own: readonly ViewValue[];
  /** Its share of each counter. */
  readonly adds: readonly number[];
  /** 1: it has raised the flag. */
  readonly raised: readonly number[];
  /** 0: it is not the one that the shared name names; else which of its objects is, from 1 on. */
  readonly named: readonly number[];
  /** Its bits of each shared set. */
  readonly in: readonly number[];
}

/** All views with one shared state. */
export interface ViewState {
  /** Of a counter its base; of a set the bits that stand for nobody. */
  readonly shared: readonly ViewValue[];
  /** By flag: 1 where an instance has raised it. */
  readonly raised: readonly number[];
  /** The instances that can be there. */
  readonly instances: readonly ViewInstance[];
  /**
   * Where views are of two: which instances can be there together, by their places in the list, and what the cells of the one that
   * name others say of the other one, and the other way round; empty: nothing.
   */
  readonly pairs: readonly (readonly [number, number, readonly number[], readonly number[]])[];
}

/** Interchangeable actors of which there is any number, of each family another one. */
export interface CertifiedFamily {
  /** The constant that says how many there are. */
  readonly constant: string;
  readonly family: string;
  /** The views speak of every number from this one on. */
  readonly from: number;
}

/** Views that prove properties of a check for every number of each family that is large enough. */
export interface ViewCertificate {
  readonly check: string;
  /** Of everything but the constants of the families. */
  readonly settings: Settings;
  /** Numbers in the settings that are those of this proof, and not of the check: of families that are few here. */
  readonly fixed: Readonly<Record<string, number>>;
  readonly families: readonly CertifiedFamily[];
  /** Instances in a view. */
  readonly size: 1 | 2;
  readonly properties: readonly string[];
  readonly cells: ViewCells;
  readonly states: readonly ViewState[];
}

/** Views of a proof for people. */
export interface ExplainedProof {
  readonly properties: readonly string[];
  readonly size: 1 | 2;
  readonly states: readonly ExplainedState[];
}

/** Those of one family. */
export interface ExplainedViews extends ExplainedProof {
  readonly from: number;
  readonly family: string;
}

/** Those of several families, or of some where so many of others are fixed. */
export interface ExplainedSeveral extends ExplainedProof, Pick<ViewCertificate, 'fixed' | 'families'> {}

/** A shared state, and which instances can be there. */
export interface ExplainedState {
  /** A text for each number: `folio.mapped`, `not folio.private`, `folio.refcount = 1 + shares`. */
  readonly shared: readonly string[];
  readonly instances: readonly ExplainedInstance[];
}

/** Instances that differ by where they stand alone. */
export interface ExplainedInstance {
  /** Whose instance it is; left out where views are of one family. */
  readonly family?: string;
  /** Where such an instance can stand; empty: it stands nowhere else ever. */
  readonly at: readonly string[];
  /** What else is so of it: `has raised folio.lock.held`, `adds 1 to folio.refcount`. */
  readonly has: readonly string[];
  /** Where views are of two: which of them can be there with it, by their places in the list; left out where all can, and where views are of one. */
  readonly beside?: readonly number[];
}

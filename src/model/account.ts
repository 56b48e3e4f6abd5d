import type { Amount } from './money.ts';

export const limitModes = ['quota', 'balance', 'both', 'accounting-only', 'blocked', 'exempt'] as const;
/** What limits a user (docs/accounting.md): impressions per printer, money, both, nothing (counted and charged), never prints, free. */
export type LimitMode = (typeof limitModes)[number];

export interface CounterLimit {
  /** Impressions; reaching it exactly is allowed. */
  readonly soft?: number;
  readonly hard?: number;
}

/** What an administrator decides about a user. Changes raise `policyRevision` of the account. */
export interface AccountPolicy {
  readonly mode: LimitMode;
  /** How far below zero the wallet may go. */
  readonly overdraft: Amount;
  /** By printer name. No entry, or no hard limit in it, means no limit. */
  readonly limits: Readonly<Record<string, CounterLimit>>;
}

export interface Counter {
  /** Impressions posted. */
  readonly impressions: number;
  /** Impressions in open holds. */
  readonly held: number;
}

/** An amount reserved for one job until it is posted or voided. */
export interface Hold {
  /** Caller-made; from the job id, so that a repeat finds itself. */
  readonly id: string;
  readonly job: number;
  readonly amount: Amount;
  readonly printer: string;
  readonly impressions: number;
}

/** A user: wallet and counters in one record, so that one conditional write decides. */
export interface Account {
  /** Normalised user name, the key. */
  readonly name: string;
  readonly policy: AccountPolicy;
  readonly policyRevision: number;
  /** granted + refunded − posted. */
  readonly balance: Amount;
  /** Σ amounts of open holds. */
  readonly held: Amount;
  /** By printer name. */
  readonly counters: Readonly<Record<string, Counter>>;
  readonly holds: readonly Hold[];
  /** When soft limit of a printer was first passed, by printer, ms. */
  readonly createdAt: number;
}

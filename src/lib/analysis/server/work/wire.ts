import type { FailureCode } from '../../stages';
import type { Ledger, StepProgress } from '../ledger';
import type { WorkOrder } from './order';

/** What a server and the process of an analysis tell each other. Types, and what both must know. */

/** Calls that are answered; the other one, `progress`, is a message of its own. */
export const ledgerCalls = [
	'opened',
	'knownFacts',
	'keepFacts',
	'outcomeOf',
	'keepOutcome',
	'findings',
	'questions',
	'codePieces',
	'stageDone'
] as const satisfies readonly (keyof Ledger)[];

export type LedgerCall = (typeof ledgerCalls)[number];

export type ToChild =
	| { type: 'begin'; order: WorkOrder }
	| { type: 'answer'; id: number; answer: unknown }
	/** Ends git and the readers, then itself. */
	| { type: 'stop' };

export type FromChild =
	/** Still there, though there is nothing to say. */
	| { type: 'alive' }
	| { type: 'call'; id: number; name: LedgerCall; args: unknown[] }
	| { type: 'progress'; progress: StepProgress }
	| { type: 'done' }
	/** An AnalysisError. */
	| { type: 'refused'; code: FailureCode; message: string }
	/** Any other error, for the log. */
	| { type: 'failed'; stack: string };

/** How often it says that it is there. */
export const ALIVE_EVERY_MS = 1_000;

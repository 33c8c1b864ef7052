import type { AgentRole } from '../chain/genesis.ts';
import type { VerdictOutcome } from '../evaluation/verdict-outcome.ts';
import type { SimulationLinkFault } from '../simulator/simulation-link.ts';
import type { LabDiagnosis } from './lab-diagnosis.ts';
import type { SimulatedView } from './simulated-view.ts';

/** What the page asks of the fault lab's worker: an incident as its link's text, then the agents on the incident made last. */
export type FaultLabRequest =
	{ readonly kind: 'simulate'; readonly simulation: string } | { readonly kind: 'diagnose' };

/** A candidate of the ranking; `posterior` 0–1. */
export type RankedNode = { readonly node: string; readonly posterior: number; readonly faultType: string };

/** A transaction an agent sent, or one the dry run showed to be refused. */
export type LabStep = { readonly role: AgentRole; readonly type: string; readonly sent: boolean };

/** What the agents found, and how that stands to the truth. */
export type LabResult = Omit<LabDiagnosis, 'ranking'> & {
	readonly outcome: VerdictOutcome;
	/** The analyst's best candidates. */
	readonly ranking: readonly RankedNode[];
	/** Rank of the first right answer, counted from 1; null where there is none or it is not ranked. */
	readonly rank: number | null;
};

export type FaultLabReply =
	| { readonly kind: 'simulated'; readonly view: SimulatedView }
	| { readonly kind: 'step'; readonly step: LabStep }
	| { readonly kind: 'diagnosed'; readonly result: LabResult }
	| { readonly kind: 'refused'; readonly fault: SimulationLinkFault }
	| { readonly kind: 'failed'; readonly detail: string };

import type { EvidenceItem, FaultType } from './finding.ts';

/** One suspect: its probability and what speaks for it. */
export type Candidate = {
	readonly node: string;
	readonly service: string;
	readonly posterior: number;
	readonly faultType: FaultType;
	readonly evidence: readonly EvidenceItem[];
};

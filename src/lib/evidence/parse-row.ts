import {
	finite,
	literal,
	minute,
	natural,
	nullable,
	object,
	optional,
	text,
	variant,
	type Schema,
} from '../primitives/schema.ts';
import type { EvidenceRow } from './row.ts';

/** Longest canonical form of a row, in bytes (protocol.md §6). */
export const MAX_ROW_BYTES = 1024;

const name = text(512);
const word = text(64);

/** The shape of an evidence row, by kind. */
export const evidenceRow: Schema<EvidenceRow> = variant<EvidenceRow>('kind', {
	metric: object({
		kind: literal('metric'),
		node: name,
		minute,
		metric: word,
		value: nullable(finite),
		unit: word,
	}),
	edge: object({
		kind: literal('edge'),
		caller: name,
		callee: name,
		minute: nullable(minute),
		calls: nullable(finite),
	}),
	baseline: object({
		kind: literal('baseline'),
		node: name,
		metric: word,
		median: nullable(finite),
		spread: nullable(finite),
		samples: natural(),
	}),
	log: object({
		kind: literal('log'),
		node: name,
		minute,
		level: text(128),
		count: finite,
		sample: optional(text(512)),
	}),
	node: object({ kind: literal('node'), node: name }),
});

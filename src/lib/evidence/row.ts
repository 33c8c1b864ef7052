import type { JsonObject } from '../primitives/json.ts';

/** A number measured at a node in one window. `unit` is `ms`, `percent`, `count`, `bytes`… */
export type MetricRow = {
	readonly kind: 'metric';
	readonly node: string;
	readonly minute: string;
	readonly metric: string;
	readonly value: number | null;
	readonly unit: string;
};

/** That `caller` called `callee` in one window; minute and calls are null where the source has none. */
export type EdgeRow = {
	readonly kind: 'edge';
	readonly caller: string;
	readonly callee: string;
	readonly minute: string | null;
	readonly calls: number | null;
};

/** The fault-free reference of one metric of a node: median and spread (scaled MAD) over `samples` windows. */
export type BaselineRow = {
	readonly kind: 'baseline';
	readonly node: string;
	readonly metric: string;
	readonly median: number | null;
	readonly spread: number | null;
	readonly samples: number;
};

/** Log lines of one level at a node in one window. */
export type LogRow = {
	readonly kind: 'log';
	readonly node: string;
	readonly minute: string;
	readonly level: string;
	readonly count: number;
	readonly sample?: string;
};

/** That a node occurs in the telemetry at all. */
export type NodeRow = { readonly kind: 'node'; readonly node: string };

/** One typed fact of the telemetry an incident commits to; one Merkle leaf (protocol.md §6). */
export type EvidenceRow = MetricRow | EdgeRow | BaselineRow | LogRow | NodeRow;

/** The same row as plain JSON. */
export function jsonOfRow(row: EvidenceRow): JsonObject {
	return row as unknown as JsonObject;
}

import type { WarningList } from '../import-failure.ts';
import type { Telemetry } from '../incident-model.ts';
import type { SpanSide } from '../spans/span.ts';
import type { SpanTally } from '../spans/span-tally.ts';
import { telemetryOfSpans } from '../spans/span-telemetry.ts';
import { MOST_DEPTH } from '../spans/trace-tree.ts';
import type { SourceFile } from './importer.ts';

const NAMES_BASELINE = /normal|baseline|healthy|before|fault-?free/i;
/** Times outside 1971 … 2200 are no times of a span. */
const LEAST_START_MS = 31_536_000_000;
const MOST_START_MS = 7_258_118_400_000;
const MOST_DURATION_MS = 86_400_000;

/** Which side of the onset each span file is, and whether its name said so. */
export type Sides = { readonly of: ReadonlyMap<SourceFile, SpanSide>; readonly named: boolean };

/** Sides of span files: by names that say "normal" or "baseline"; of two files the later will be the incident. */
export function sidesOf(files: readonly SourceFile[]): Sides {
	const isBaseline = files.map((file) => NAMES_BASELINE.test(file.name));
	const named = isBaseline.includes(true) && isBaseline.includes(false);
	const side = (index: number): SpanSide =>
		named ? (isBaseline[index] ? 0 : 1) : files.length === 2 && index === 1 ? 1 : 0;
	return { of: new Map(files.map((file, index) => [file, side(index)])), named };
}

/** Why a span's times cannot be right; null when they can. */
export function faultOfTimes(startMs: number, durationMs: number): 'start' | 'duration' | null {
	if (!(startMs >= LEAST_START_MS && startMs <= MOST_START_MS)) return 'start';
	return durationMs >= 0 && durationMs <= MOST_DURATION_MS ? null : 'duration';
}

/** The telemetry of counted spans, with warnings about what did not fit. */
export function closeTally(tally: SpanTally, sides: Sides, warnings: WarningList): Telemetry {
	tally.finish();
	const two = sides.named || tally.settleSidesByTime();
	if (two) {
		const baseline = [...sides.of.keys()].find((file) => sides.of.get(file) === 0);
		warnings.add('guessed-baseline', baseline?.name ?? '', sides.named ? 'by-name' : 'by-time');
	}
	if (tally.orphans > 0) warnings.add('no-parent', 'spans', `${tally.orphans} of ${tally.spans}`);
	if (tally.skewed > 0)
		warnings.add('clock-skew', 'spans', `${tally.skewed} spans, up to ${Math.round(tally.skewMs)} ms`);
	if (tally.tooDeep > 0)
		warnings.add('dropped-row', 'spans', `${tally.tooDeep} spans more than ${MOST_DEPTH} calls deep`);
	const spans = telemetryOfSpans(tally);
	return {
		version: 1,
		id: `traces-${(spans.minutes.at(-1) ?? '').replace(/\D/g, '')}`,
		source: '',
		system: '',
		...spans,
		logs: new Map(),
		meshEdges: [],
		frontDoor: new Map(),
	};
}

/** Telemetry with nothing in it, for sources without traces. */
export function emptyTelemetry(): Telemetry {
	return {
		version: 1,
		id: 'measured',
		source: '',
		system: '',
		windowSeconds: 60,
		minutes: [],
		nodes: new Map(),
		edges: [],
		innerEdges: [],
		services: new Map(),
		logs: new Map(),
		meshEdges: [],
		frontDoor: new Map(),
	};
}

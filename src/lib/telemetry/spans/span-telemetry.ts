import { formatMinute } from '../field-reader.ts';
import type {
	EdgeTelemetry,
	InnerEdge,
	NodeKind,
	NodeTelemetry,
	Phase,
	Series,
	SeriesByName,
	ServiceTelemetry,
} from '../incident-model.ts';
import { compareText } from '../time-order.ts';
import type { OperationTally, ServiceTally, SpanTally } from './span-tally.ts';
import type { Cell, Cells, EdgeCell } from './tally-cells.ts';

/** What a tally of spans says, series aligned with `minutes`. */
export type SpanTelemetry = {
	readonly windowSeconds: number;
	readonly minutes: readonly string[];
	/** Absent where files have no sides. */
	readonly phase?: readonly Phase[];
	readonly nodes: ReadonlyMap<string, NodeTelemetry>;
	readonly edges: readonly EdgeTelemetry[];
	readonly innerEdges: readonly InnerEdge[];
	readonly services: ReadonlyMap<string, ServiceTelemetry>;
};

/** Windows each side should have, so that a median means something; wider windows up to a minute where there are more. */
const WANTED_WINDOWS = 6;
const WIDEST_SECONDS = 60;

/** The telemetry of all spans counted; the tally is finished and its windows joined where they are needlessly narrow. */
export function telemetryOfSpans(tally: SpanTally): SpanTelemetry {
	tally.finish();
	while (mayCoarsen(tally)) tally.coarsen(2);
	const keys = [...tally.windows].sort((a, b) => Math.floor(a / 2) - Math.floor(b / 2) || a - b);
	const sided = keys.some((key) => key % 2 === 1) && keys.some((key) => key % 2 === 0);
	const services = [...tally.services.values()].sort((a, b) => compareText(a.name, b.name));
	return {
		windowSeconds: tally.width,
		minutes: minutesOf(keys, tally.width),
		...(sided ? { phase: keys.map((key) => (key % 2 === 1 ? 'incident' : 'baseline')) } : {}),
		nodes: nodesOf(services, keys),
		edges: edgesOf(services, keys),
		innerEdges: innerEdgesOf(services, keys),
		services: new Map(services.map((service) => [service.name, serviceOf(service, keys)])),
	};
}

/** The name of an operation's node. */
export function nodeName({ service, operation }: OperationTally): string {
	return `${service} ${operation}`;
}

function mayCoarsen(tally: SpanTally): boolean {
	if (2 * tally.width > WIDEST_SECONDS) return false;
	return [0, 1].every((side) => {
		const count = new Set(
			tally.windows.filter((key) => key % 2 === side).map((key) => Math.floor(Math.floor(key / 2) / 2)),
		).size;
		return count === 0 || count >= WANTED_WINDOWS;
	});
}

/** Starts of windows; where both sides share one, the incident's is written a second later. */
function minutesOf(keys: readonly number[], width: number): readonly string[] {
	const seen = new Set<string>();
	return keys.map((key) => {
		let seconds = Math.floor(key / 2) * width;
		while (seen.has(formatMinute(seconds))) seconds++;
		seen.add(formatMinute(seconds));
		return formatMinute(seconds);
	});
}

function nodesOf(services: readonly ServiceTally[], keys: readonly number[]): Map<string, NodeTelemetry> {
	const nodes = new Map<string, NodeTelemetry>();
	for (const service of services) {
		for (const tally of service.operations.values())
			nodes.set(nodeName(tally), nodeOf(tally, kindOf(tally), keys));
		for (const tally of service.routes.values())
			nodes.set(`${nodeName(tally)} [entry]`, nodeOf(tally, 'entry', keys));
	}
	return nodes;
}

function nodeOf(tally: OperationTally, kind: NodeKind, keys: readonly number[]): NodeTelemetry {
	return {
		service: tally.service,
		operation: tally.operation,
		kind,
		series: seriesOf(tally.cells, keys, kind === 'entry'),
		baselineSummary: new Map(),
	};
}

function kindOf({ kinds }: OperationTally): NodeKind {
	if (kinds.server > 0 && kinds.server >= Math.max(kinds.client, kinds.internal)) return 'server';
	return kinds.client > 0 && 2 * kinds.client >= kinds.internal ? 'client' : 'internal';
}

/** The series of one thing; own time of a route would repeat that of its endpoint. */
function seriesOf(cells: Cells<Cell>, keys: readonly number[], isRoute: boolean): SeriesByName {
	const of = (read: (cell: Cell) => number | null): Series =>
		keys.map((key) => {
			const cell = cells.get(key);
			return cell && cell.calls > 0 ? rounded(read(cell)) : null;
		});
	const series = new Map<string, Series>([
		['calls', keys.map((key) => cells.get(key)?.calls ?? 0)],
		['average_duration', of((cell) => cell.duration.mean)],
		['p50', of((cell) => cell.duration.quantile(0.5))],
		['p90', of((cell) => cell.duration.quantile(0.9))],
		['p99', of((cell) => cell.duration.quantile(0.99))],
	]);
	if (!isRoute) {
		series.set(
			'self_duration',
			of((cell) => cell.own.mean),
		);
		series.set(
			'self_p50',
			of((cell) => cell.own.quantile(0.5)),
		);
	}
	const all = [...cells.values()];
	if (all.some((cell) => cell.failed > 0))
		series.set(
			'error_rate',
			of((cell) => (100 * cell.failed) / cell.calls),
		);
	if (all.some((cell) => cell.late > 0))
		series.set(
			'timeout_rate',
			of((cell) => (100 * cell.late) / cell.calls),
		);
	return series;
}

function serviceOf(service: ServiceTally, keys: readonly number[]): ServiceTelemetry {
	const series = new Map(seriesOf(service.cells, keys, false));
	for (const metric of ['p50', 'p99', 'self_p50']) series.delete(metric);
	series.set(
		'spans_per_call',
		keys.map((key) => {
			const cell = service.cells.get(key);
			return cell && cell.calls > 0 ? rounded(cell.spans / cell.calls) : null;
		}),
	);
	return { series, resources: new Map() };
}

function edgesOf(services: readonly ServiceTally[], keys: readonly number[]): readonly EdgeTelemetry[] {
	const edges: EdgeTelemetry[] = [];
	for (const service of services)
		for (const caller of service.operations.values())
			for (const [callee, cells] of caller.calls)
				if (callee.service !== service.name)
					edges.push({
						caller: nodeName(caller),
						callee: nodeName(callee),
						calls: callsOf(cells, keys),
						series: gapSeriesOf(cells, keys),
					});
	return edges;
}

function innerEdgesOf(services: readonly ServiceTally[], keys: readonly number[]): readonly InnerEdge[] {
	const edges: InnerEdge[] = [];
	for (const service of services)
		for (const parent of service.operations.values())
			for (const [child, cells] of parent.calls)
				if (child.service === service.name)
					edges.push({
						service: service.name,
						parent: parent.operation,
						child: child.operation,
						calls: callsOf(cells, keys),
					});
	return edges;
}

function callsOf(cells: Cells<EdgeCell>, keys: readonly number[]): Series {
	return keys.map((key) => cells.get(key)?.calls ?? 0);
}

function gapSeriesOf(cells: Cells<EdgeCell>, keys: readonly number[]): SeriesByName {
	if (![...cells.values()].some((cell) => cell.gap.count > 0)) return new Map();
	const of = (read: (cell: EdgeCell) => number | null): Series =>
		keys.map((key) => {
			const cell = cells.get(key);
			return cell && cell.gap.count > 0 ? rounded(read(cell)) : null;
		});
	return new Map([
		['client_duration', of((cell) => cell.client / cell.gap.count)],
		['server_duration', of((cell) => cell.server / cell.gap.count)],
		['gap', of((cell) => cell.gap.mean)],
		['gap_p50', of((cell) => cell.gap.quantile(0.5))],
		['gap_p90', of((cell) => cell.gap.quantile(0.9))],
	]);
}

/** To a thousandth: what clocks resolve, and short in a row. */
function rounded(value: number | null): number | null {
	return value === null ? null : Math.round(value * 1000) / 1000 || 0;
}

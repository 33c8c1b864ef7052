import {
	describe,
	halt,
	readArray,
	readEntries,
	readFlags,
	readName,
	readNumber,
	readObject,
	readSeries,
} from './field-reader.ts';
import type { WarningList } from './import-failure.ts';
import type {
	BaselineSummary,
	EdgeTelemetry,
	InnerEdge,
	LogTelemetry,
	MeshEdge,
	NodeKind,
	NodeTelemetry,
	Series,
	ServiceTelemetry,
	Telemetry,
} from './incident-model.ts';

/** What every block of the file is checked against. */
export type FileShape = { readonly length: number; readonly warnings: WarningList };

type Blocks = Pick<
	Telemetry,
	'nodes' | 'edges' | 'innerEdges' | 'services' | 'logs' | 'meshEdges' | 'frontDoor'
>;
type Fields = Readonly<Record<string, unknown>>;

const KINDS: ReadonlySet<string> = new Set([
	'server',
	'client',
	'internal',
	'entry',
	'service',
	'resource',
	'remote',
]);
const NODE_TEXTS: ReadonlySet<string> = new Set([
	'service',
	'operation',
	'kind',
	'baseline_summary',
	'entered',
]);
const SIGNED: ReadonlySet<string> = new Set(['gap', 'gap_p50', 'gap_p90']);
const SUMMARY_FIELDS = ['n', 'median', 'mad', 'q25', 'q75', 'p99', 'min', 'max'] as const;
const MAX_NODES = 10_000;
const MAX_EDGES = 50_000;
const MAX_SERVICES = 5_000;
const MAX_SERIES = 64;
const MAX_TEMPLATES = 5_000;

/** The name-keyed blocks of an incident file, each name and series checked. */
export function readBlocks(file: Fields, shape: FileShape): Blocks {
	const nodes = readMap(file.nodes, 'nodes', MAX_NODES, (value, where, name) =>
		readNode(value, where, name, shape),
	);
	const services = readMap(file.services, 'services', MAX_SERVICES, (value, where) =>
		readService(value, where, shape),
	);
	return {
		nodes,
		edges: readEdges(file.edges, nodes, shape),
		innerEdges: list(file.inner_edges, 'inner_edges', MAX_EDGES).map((value, i) =>
			readInnerEdge(value, `inner_edges[${i}]`, shape),
		),
		services,
		logs: readMap(file.logs, 'logs', MAX_SERVICES, (value, where) => readLogs(value, where, shape)),
		meshEdges: readMeshEdges(file.mesh_edges, shape),
		frontDoor:
			file.front_door === undefined
				? new Map()
				: readSeriesMap(readObject(file.front_door, 'front_door'), 'front_door', shape),
	};
}

function list(value: unknown, where: string, limit: number): readonly unknown[] {
	return value === undefined ? [] : readArray(value, where, limit);
}

function readMap<T>(
	value: unknown,
	where: string,
	limit: number,
	read: (value: unknown, where: string, name: string) => T,
): ReadonlyMap<string, T> {
	if (value === undefined) return new Map();
	return new Map(
		readEntries(value, where, limit).map(([name, entry]) => [name, read(entry, `${where}["${name}"]`, name)]),
	);
}

/** Every array field of a record as a series; other fields are reported and left out. */
function readSeriesMap(
	record: Fields,
	where: string,
	shape: FileShape,
	skip: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, Series> {
	const series = new Map<string, Series>();
	const keys = Object.keys(record).filter((key) => !skip.has(key));
	if (keys.length > MAX_SERIES) halt({ code: 'too-many', where, limit: MAX_SERIES, actual: keys.length });
	for (const key of keys) {
		const place = `${where}.${key}`;
		if (!Array.isArray(record[key]) || !/^[a-z][a-z0-9_]{0,63}$/.test(key)) {
			shape.warnings.add('unknown-field', place, key, `series ${key}`);
			continue;
		}
		series.set(key, readSeries(record[key], place, shape.length, SIGNED.has(key) ? undefined : 0));
	}
	return series;
}

function readNode(value: unknown, where: string, name: string, shape: FileShape): NodeTelemetry {
	const record = readObject(value, where);
	return {
		service: record.service === undefined ? name : readName(record.service, `${where}.service`),
		operation: record.operation === undefined ? name : readName(record.operation, `${where}.operation`),
		kind: record.kind === undefined ? 'server' : readKind(record.kind, `${where}.kind`),
		series: readSeriesMap(record, where, shape, NODE_TEXTS),
		baselineSummary: readMap(record.baseline_summary, `${where}.baseline_summary`, MAX_SERIES, readSummary),
		...(record.entered === undefined
			? {}
			: { entered: readFlags(record.entered, `${where}.entered`, shape.length) }),
	};
}

function readKind(value: unknown, where: string): NodeKind {
	if (typeof value === 'string' && KINDS.has(value)) return value as NodeKind;
	return halt({ code: 'bad-field', where, expected: [...KINDS].join(' | '), found: describe(value) });
}

function readSummary(value: unknown, where: string): BaselineSummary {
	const record = readObject(value, where);
	const out: Partial<Record<(typeof SUMMARY_FIELDS)[number], number>> = {};
	for (const field of SUMMARY_FIELDS) {
		if (record[field] === undefined || record[field] === null) continue;
		out[field] = readNumber(record[field], `${where}.${field}`);
	}
	const { n, median, mad } = out;
	if (n === undefined || median === undefined || mad === undefined)
		return halt({ code: 'bad-field', where, expected: 'n, median, mad', found: describe(value) });
	if (!Number.isInteger(n) || n < 0 || mad < 0)
		return halt({
			code: 'bad-field',
			where,
			expected: 'n a count, mad not negative',
			found: `n ${n}, mad ${mad}`,
		});
	return { ...out, n, median, mad };
}

function readEdges(value: unknown, nodes: Blocks['nodes'], shape: FileShape): readonly EdgeTelemetry[] {
	const seen = new Set<string>();
	return list(value, 'edges', MAX_EDGES).map((entry, i) => {
		const edge = readEdge(entry, `edges[${i}]`, nodes, shape);
		const key = `${edge.caller}\n${edge.callee}`;
		if (seen.has(key))
			halt({ code: 'duplicate', where: `edges[${i}]`, found: `${edge.caller} → ${edge.callee}` });
		seen.add(key);
		return edge;
	});
}

function readEdge(value: unknown, where: string, nodes: Blocks['nodes'], shape: FileShape): EdgeTelemetry {
	const record = readObject(value, where);
	const caller = readKnown(record.caller, `${where}.caller`, nodes);
	const callee = readKnown(record.callee, `${where}.callee`, nodes);
	const skip = new Set(['caller', 'callee', 'calls', 'present']);
	return {
		caller,
		callee,
		...(record.calls === undefined
			? {}
			: { calls: readSeries(record.calls, `${where}.calls`, shape.length, 0) }),
		...(record.present === undefined
			? {}
			: { present: readFlags(record.present, `${where}.present`, shape.length) }),
		series: readSeriesMap(record, where, shape, skip),
	};
}

function readKnown(value: unknown, where: string, nodes: Blocks['nodes']): string {
	const name = readName(value, where);
	if (!nodes.has(name)) halt({ code: 'unknown-name', where, expected: 'node', found: name });
	return name;
}

function readInnerEdge(value: unknown, where: string, shape: FileShape): InnerEdge {
	const tuple = readArray(value, where, 4);
	return {
		service: readName(tuple[0], `${where}[0]`),
		parent: readName(tuple[1], `${where}[1]`),
		child: readName(tuple[2], `${where}[2]`),
		calls: readSeries(tuple[3], `${where}[3]`, shape.length, 0),
	};
}

function readService(value: unknown, where: string, shape: FileShape): ServiceTelemetry {
	const record = readObject(value, where);
	return {
		...(record.pod === undefined || record.pod === null ? {} : { pod: readName(record.pod, `${where}.pod`) }),
		series: readSeriesMap(record, where, shape, new Set(['pod', 'resources'])),
		resources:
			record.resources === undefined
				? new Map()
				: readSeriesMap(readObject(record.resources, `${where}.resources`), `${where}.resources`, shape),
	};
}

function readLogs(value: unknown, where: string, shape: FileShape): LogTelemetry {
	const record = readObject(value, where);
	return {
		levels: readSeriesMap(record, where, shape, new Set(['templates'])),
		templates: readMap(record.templates, `${where}.templates`, MAX_TEMPLATES, (series, place) =>
			readSeries(series, place, shape.length, 0),
		),
	};
}

function readMeshEdges(value: unknown, shape: FileShape): readonly MeshEdge[] {
	if (value === undefined) return [];
	return readEntries(value, 'mesh_edges', MAX_EDGES).map(([key, entry]) => {
		const where = `mesh_edges["${key}"]`;
		const ends = key.split('|');
		if (ends.length !== 2) halt({ code: 'bad-field', where, expected: 'caller|callee', found: key });
		const record = readObject(entry, where);
		return {
			caller: readName(ends[0], where),
			callee: readName(ends[1], where),
			sourceP50: readSeries(record.source_p50, `${where}.source_p50`, shape.length, 0),
			destinationP50: readSeries(record.destination_p50, `${where}.destination_p50`, shape.length, 0),
		};
	});
}

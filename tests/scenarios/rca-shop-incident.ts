import { parseIncident, type Incident } from '../../src/lib/telemetry/incident.ts';

/** What goes wrong at a service of the little shop. */
export type ShopFault =
	'none' | 'surge' | 'cpu' | 'delay' | 'slow-code' | 'lost-work' | 'errors' | 'mesh-delay' | 'mesh-silence';

type Call = { readonly caller: string; readonly callee: string; readonly share: number };

const SERVICES = ['door', 'cart', 'price', 'stock', 'mail'];
const CALLS: readonly Call[] = [
	{ caller: 'door', callee: 'cart', share: 1 },
	{ caller: 'door', callee: 'price', share: 2 },
	{ caller: 'cart', callee: 'stock', share: 1 },
	{ caller: 'cart', callee: 'price', share: 1 },
	{ caller: 'stock', callee: 'mail', share: 1 },
];
const BASELINE = 7;
const INCIDENT = 2;
const LENGTH = BASELINE + 1 + INCIDENT;

function minuteAt(index: number): string {
	return `2024-05-01 10:${String(index).padStart(2, '0')}:00`;
}

function isAfter(index: number): boolean {
	return index >= LENGTH - INCIDENT;
}

/** A little deterministic noise, −1 to 1. */
function wobble(index: number, salt: number): number {
	return Math.sin(index * 12.9898 + salt * 78.233);
}

/**
 * Five services, seven fault-free windows, a guard and two windows after the onset, with spans, edges, logs and resources;
 * one fault at one service. Small enough to reason about each number.
 */
export function shopIncident(fault: ShopFault, at = 'stock'): Incident {
	const parsed = parseIncident(shopFile(fault, at));
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return parsed.value.incident;
}

/** The same incident in its file form. */
export function shopFile(fault: ShopFault, at = 'stock'): Record<string, unknown> {
	const series = (value: (index: number, after: boolean) => number | null) =>
		Array.from({ length: LENGTH }, (_, index) => value(index, isAfter(index)));
	const load = (index: number, after: boolean) =>
		Math.round((fault === 'surge' && after ? 3 : 1) * 100 + 5 * wobble(index, 1));
	const calls = (share: number) => series((index, after) => Math.round(share * load(index, after)));
	const shareOf = (service: string): number =>
		service === 'door'
			? 1
			: CALLS.filter((call) => call.callee === service).reduce(
					(sum, call) => sum + call.share * shareOf(call.caller),
					0,
				);
	const hit = (service: string, kind: ShopFault, after: boolean) => after && kind === fault && service === at;
	const nodes: Record<string, unknown> = {
		'door buy [entry]': {
			service: 'door',
			operation: 'buy',
			kind: 'entry',
			calls: calls(1),
			average_duration: series(
				(index, after) => 60 + wobble(index, 3) + (after && fault !== 'none' ? 150 : 0),
			),
		},
	};
	const logs: Record<string, unknown> = {};
	const services: Record<string, unknown> = {};
	for (const [salt, service] of SERVICES.entries()) {
		const own = (index: number, after: boolean) =>
			5 +
			0.2 * wobble(index, salt) +
			(hit(service, 'slow-code', after) ? 120 : hit(service, 'cpu', after) ? 8 : 0);
		const rows = series((index, after) =>
			Math.round(shareOf(service) * load(index, after) * (hit(service, 'lost-work', after) ? 0.05 : 1)),
		);
		nodes[`${service} serve`] = {
			service,
			operation: 'serve',
			kind: 'server',
			calls: calls(shareOf(service)),
			average_duration: series(own),
			self_duration: series(own),
			self_p50: series(own),
			error_rate: series((_, after) => (hit(service, 'errors', after) ? 60 : 0)),
		};
		nodes[`${service} query`] = {
			service,
			operation: 'query',
			kind: 'internal',
			calls: rows,
			self_duration: series(() => 1),
			self_p50: series(() => 1),
		};
		logs[service] = {
			error: series((_, after) => (hit(service, 'errors', after) ? 60 : 0)),
			templates: {
				'INFO Serve#1': calls(shareOf(service)),
				'INFO Serve#9': rows,
				...(service === at && fault === 'errors'
					? { 'ERROR Serve#7': series((_, after) => (after ? 60 : 0)) }
					: {}),
			},
		};
		services[service] = {
			calls: calls(shareOf(service)),
			spans_per_call: series((_, after) => (hit(service, 'lost-work', after) ? 1.05 : 2)),
			self_duration: series(own),
			resources: {
				cpu_pct: series(
					(index, after) =>
						(8 + wobble(index, salt)) * (fault === 'surge' && after ? 3 : 1) +
						(hit(service, 'cpu', after) ? 85 : 0),
				),
				mem_pct: series(() => 30),
			},
		};
	}
	const edges = CALLS.map(({ caller, callee, share }) => {
		nodes[`${caller} call ${callee}`] = {
			service: caller,
			operation: `call ${callee}`,
			kind: 'client',
			calls: calls(shareOf(caller) * share),
		};
		const gap = series(
			(index, after) =>
				2 +
				0.1 * wobble(index, share) +
				(hit(callee, 'delay', after) ? 200 : 0) +
				(hit(callee, 'cpu', after) || hit(caller, 'cpu', after) ? 30 : 0),
		);
		return {
			caller: `${caller} call ${callee}`,
			callee: `${callee} serve`,
			calls: calls(shareOf(caller) * share),
			gap_p50: gap,
			gap,
		};
	});
	const mesh = fault === 'mesh-delay' || fault === 'mesh-silence';
	return {
		id: `shop-${fault}-${at}`,
		system: 'shop',
		minutes: Array.from({ length: LENGTH }, (_, index) => minuteAt(index)),
		phase: Array.from({ length: LENGTH }, (_, index) =>
			isAfter(index) ? 'incident' : index === BASELINE ? 'pre' : 'baseline',
		),
		...(mesh ? { trace_available: series((_, after) => (after ? 0 : 1)) } : {}),
		alert: {
			node: 'door buy [entry]',
			service: 'door',
			time: minuteAt(LENGTH - 2),
			signal: 'latency',
			value: 210,
			baseline: 60,
			score: 12,
		},
		nodes,
		edges,
		inner_edges: SERVICES.map((service) => [
			service,
			'serve',
			'query',
			(nodes[`${service} query`] as { calls: unknown }).calls,
		]),
		services,
		logs: mesh ? {} : logs,
		...(mesh ? { mesh_edges: meshEdges(fault, at, series) } : {}),
	};
}

function meshEdges(
	fault: ShopFault,
	at: string,
	series: (value: (index: number, after: boolean) => number | null) => unknown,
): unknown {
	return Object.fromEntries(
		CALLS.map(({ caller, callee }) => [
			`${caller}|${callee}`,
			{
				source_p50: series((_, after) =>
					after && fault === 'mesh-silence' && caller === at
						? null
						: 10 + (after && fault === 'mesh-delay' && callee === at ? 300 : 0),
				),
				destination_p50: series((_, after) =>
					after && fault === 'mesh-silence' && caller === at ? null : 8,
				),
			},
		]),
	);
}

import { deriveAlert } from '../telemetry/derive-alert.ts';
import type { JsonObject } from '../primitives/json.ts';
import { secondsOfMinute } from '../telemetry/field-reader.ts';
import { WarningList } from '../telemetry/import-failure.ts';
import type { Incident, Phase, Telemetry } from '../telemetry/incident-model.ts';
import { joinTelemetry } from '../telemetry/measured/join-telemetry.ts';
import { LogTally } from '../telemetry/measured/log-tally.ts';
import { SampleTable } from '../telemetry/measured/sample-table.ts';
import { SpanTally } from '../telemetry/spans/span-tally.ts';
import { telemetryOfSpans } from '../telemetry/spans/span-telemetry.ts';
import { callPathsTo } from './call-paths.ts';
import { effectOf, NO_EFFECT, SINGLE_FAULTS, type InjectedFault, type SimulatedFault } from './fault.ts';
import { Random } from './random.ts';
import { simulateRequest } from './request.ts';
import { buildServiceGraph, type ServiceGraph, type SystemSize } from './service-graph.ts';

/** What to simulate. The same options give the same incident, byte for byte. */
export type SimulationOptions = {
	readonly size: SystemSize;
	readonly fault: SimulatedFault;
	/** Where the fault is; chosen by the seed when absent. */
	readonly service?: string;
	/** 0 (faint) … 1 (severe). */
	readonly severity: number;
	readonly seed: number;
	/** Whether an innocent service also writes false error lines that claim the fault. */
	readonly falseLog?: boolean;
};

/** The truth about a simulated incident. */
export type SimulatedLabel = {
	/** null = no fault (a traffic surge). */
	readonly rootCause: string | null;
	readonly faultType: SimulatedFault;
	/** The second service of a double fault. */
	readonly alsoRight: readonly string[];
	readonly injected: readonly InjectedFault[];
	/** The services between the alerted route and the cause, both ends included; null where calls lead there by several ways. */
	readonly path: readonly string[] | null;
	/** The innocent service with false error lines. */
	readonly accused: string | null;
	/** The id of the same incident without these lines. */
	readonly original: string | null;
};

/** A labelled incident. */
export type SimulatedIncident = { readonly incident: Incident; readonly label: SimulatedLabel };

const KINDS: readonly SimulatedFault[] = ['traffic-surge', 'double', ...SINGLE_FAULTS];
const WINDOW_SECONDS = 40;
const BASELINE_WINDOWS = 14;
const INCIDENT_WINDOWS = 4;
const WINDOWS = BASELINE_WINDOWS + 1 + INCIDENT_WINDOWS;
/** 2024-03-04 08:00:00 UTC, a multiple of the window. */
const START_SECONDS = 1_709_539_200;
const REQUESTS_PER_WINDOW: Readonly<Record<SystemSize, number>> = { 10: 60, 40: 60, 300: 120 };
/** A fault nobody meets cannot be found: its service is called at least this often per request. */
const LEAST_CALLS_PER_REQUEST = 0.15;
const SURGE_BASE = 2;
const FALSE_LINES_PER_WINDOW = 40;

/** One incident of a simulated system, with its label. Throws when `service` names none of its services. */
export function simulateIncident(options: SimulationOptions): SimulatedIncident {
	const random = new Random(options.seed);
	const graph = buildServiceGraph(options.size, random);
	const injected = injectedFaults(options, graph);
	const { telemetry, logs } = runWindows(options, graph, injected, random);
	const samples = samplesOf(options, graph, injected, random);
	const accused = options.falseLog ? accuse(graph, injected, logs, new Random(~options.seed)) : null;
	const original = `sim-${options.size}-${options.fault}-${options.seed}`;
	const id = options.falseLog ? `${original}-false-log` : original;
	const joined = { ...joinTelemetry(telemetry, samples, logs), id, source: 'simulator', system: 'simulated' };
	const whole: Telemetry = { ...joined, phase: joined.minutes.map(phaseOf) };
	const alert = deriveAlert(whole);
	if (!alert) throw new Error('a simulated system always has a front door');
	return {
		incident: { ...whole, alert },
		label: {
			rootCause: injected[0]?.service ?? null,
			faultType: options.fault,
			alsoRight: injected.slice(1).map(({ service }) => service),
			injected,
			path: pathOf(graph, alert.node, injected),
			accused,
			original: accused === null ? null : original,
		},
	};
}

/** Each kind of fault has its own luck, so that those of one seed do not all meet the same service. */
function injectedFaults(
	{ fault, service, severity, seed }: SimulationOptions,
	graph: ServiceGraph,
): readonly InjectedFault[] {
	const random = new Random(Math.imul(16, seed) + KINDS.indexOf(fault));
	const known = graph.services.map(({ name }) => name);
	if (service !== undefined && !known.includes(service)) throw new Error(`no service ${service}`);
	if (fault === 'traffic-surge') return [];
	const met = known.filter(
		(name) => name !== 'gateway' && (graph.callsPerRequest.get(name) ?? 0) >= LEAST_CALLS_PER_REQUEST,
	);
	const first = service ?? random.pick(met);
	if (fault !== 'double') return [{ service: first, fault, severity }];
	const second = random.pick(met.filter((name) => name !== first));
	return [first, second].map((name) => ({ service: name, fault: random.pick(SINGLE_FAULTS), severity }));
}

/** Writes false error lines at an innocent service and nothing else: all other telemetry stays as it was. */
function accuse(
	graph: ServiceGraph,
	injected: readonly InjectedFault[],
	logs: LogTally,
	random: Random,
): string {
	const guilty = new Set(injected.map(({ service }) => service));
	const { name } = random.pick(graph.services.filter((service) => !guilty.has(service.name)));
	for (let window = 0; window < WINDOWS; window++)
		for (let i = 0; i < FALSE_LINES_PER_WINDOW && isAffected(window); i++) {
			const at = START_SECONDS + WINDOW_SECONDS * (window + random.next());
			logs.add(name, at, 'error', 'RootCause#666', true);
		}
	return name;
}

function pathOf(
	{ routes }: ServiceGraph,
	alerted: string,
	injected: readonly InjectedFault[],
): readonly string[] | null {
	const [cause, second] = injected;
	const route = routes.find(({ operation }) => alerted.includes(`${operation.name} `));
	if (!cause || second || !route) return null;
	const [only, other] = callPathsTo(route.operation, cause.service);
	return only && !other ? only : null;
}

function isAffected(window: number): boolean {
	return window > BASELINE_WINDOWS;
}

function phaseOf(minute: string): Phase {
	const window = ((secondsOfMinute(minute) as number) - START_SECONDS) / WINDOW_SECONDS;
	return window < BASELINE_WINDOWS ? 'baseline' : isAffected(window) ? 'incident' : 'pre';
}

function trafficOf({ fault, severity }: SimulationOptions, window: number): number {
	return fault === 'traffic-surge' && isAffected(window) ? SURGE_BASE + severity : 1;
}

function runWindows(
	options: SimulationOptions,
	graph: ServiceGraph,
	injected: readonly InjectedFault[],
	random: Random,
): { readonly telemetry: Telemetry; readonly logs: LogTally } {
	const tally = new SpanTally(new WarningList());
	const logs = new LogTally();
	const services = new Map(graph.services.map((service) => [service.name, service]));
	const effects = new Map(injected.map((fault) => [fault.service, effectOf(fault)]));
	for (let window = 0; window < WINDOWS; window++) {
		const traffic = trafficOf(options, window);
		const moment = {
			services,
			effects: isAffected(window) ? effects : new Map(),
			traffic,
			random,
			tally,
			logs,
		};
		const count = Math.round(REQUESTS_PER_WINDOW[options.size] * traffic * random.between(0.85, 1.15));
		for (let i = 0; i < count; i++) {
			const at = START_SECONDS + WINDOW_SECONDS * (window + random.next());
			simulateRequest(moment, routeOf(graph, random), `${window}.${i}`, 1000 * at);
		}
	}
	const spans = telemetryOfSpans(tally);
	const empty = { version: 1 as const, id: '', source: '', system: '' };
	return {
		telemetry: { ...empty, ...spans, logs: new Map(), meshEdges: [], frontDoor: new Map() },
		logs,
	};
}

function routeOf({ routes }: ServiceGraph, random: Random) {
	let left = random.next() * routes.reduce((sum, { weight }) => sum + weight, 0);
	for (const { operation, weight } of routes) {
		left -= weight;
		if (left < 0) return operation;
	}
	return (routes[0] as ServiceGraph['routes'][number]).operation;
}

/** What pods report every window: CPU follows load, memory drifts. */
function samplesOf(
	options: SimulationOptions,
	graph: ServiceGraph,
	injected: readonly InjectedFault[],
	random: Random,
): SampleTable {
	const samples = new SampleTable();
	for (const service of graph.services) {
		const fault = injected.find((entry) => entry.service === service.name);
		for (let window = 0; window < WINDOWS; window++) {
			const effect = fault && isAffected(window) ? effectOf(fault) : NO_EFFECT;
			const seconds = START_SECONDS + WINDOW_SECONDS * window + WINDOW_SECONDS / 2;
			const cpu = service.cpuPct * trafficOf(options, window) * random.between(0.85, 1.15) + effect.cpuPct;
			const memory = service.memPct * random.between(0.98, 1.02) + effect.memPct;
			samples.add(service.name, 'cpu_pct', seconds, Math.min(100, cpu));
			samples.add(service.name, 'mem_pct', seconds, Math.min(99, memory));
		}
	}
	return samples;
}

/** The labels document of simulated incidents, as `parseLabels` reads it; where there is no fault there is no root cause. */
export function labelsDocument(cases: readonly SimulatedIncident[]): JsonObject {
	return Object.fromEntries(
		cases.map(({ incident, label }) => [
			incident.id,
			{
				root_cause: label.rootCause,
				fault_type: label.faultType,
				also_right: label.alsoRight,
				path: label.path,
				injected: label.injected,
				accused: label.accused,
				original: label.original,
			},
		]),
	);
}

import { effectOf, NO_EFFECT, SINGLE_FAULTS, type InjectedFault, type SimulatedFault } from './fault.ts';
import { Random } from './random.ts';
import { simulateRequest, type LogSink, type SpanSink } from './request.ts';
import { buildServiceGraph, type ServiceGraph, type SystemSize } from './service-graph.ts';
import { GATEWAY } from './service-names.ts';

/** What to simulate. The same options give the same incident, byte for byte. */
export type SimulationOptions = {
	readonly size: SystemSize;
	readonly fault: SimulatedFault;
	/** Where the fault is; chosen by the seed when absent. */
	readonly service?: string;
	/** 0 (faint) … 1 (severe). */
	readonly severity: number;
	readonly seed: number;
	/** Requests in a window, for small samples; as many as the size needs when absent. */
	readonly requestsPerWindow?: number;
	/** Whether an innocent service also writes false error lines that claim the fault. */
	readonly falseLog?: boolean;
};

/** Where the telemetry of a run goes. */
export type RunSinks = { readonly spans: SpanSink; readonly logs: LogSink; readonly samples: SampleSink };

/** Takes what pods report: tallies it, or keeps it. */
export type SampleSink = {
	add(service: string, metric: string, seconds: number, value: number): unknown;
};

/** What was run, and what was broken in it. */
export type SimulatedRun = { readonly graph: ServiceGraph; readonly injected: readonly InjectedFault[] };

/** In the order that decides which service a seed breaks: a new kind goes to the end. */
const KINDS: readonly SimulatedFault[] = ['traffic-surge', 'double', ...SINGLE_FAULTS];
/** Length of a window. */
export const WINDOW_SECONDS = 40;
/** Windows without a fault; one more right before the onset is a guard. */
export const BASELINE_WINDOWS = 14;
const INCIDENT_WINDOWS = 4;
/** All windows of a run. */
export const WINDOWS = BASELINE_WINDOWS + 1 + INCIDENT_WINDOWS;
/** Start of a run, 2024-03-04 08:00:00 UTC: a multiple of the window. */
export const START_SECONDS = 1_709_539_200;
const REQUESTS_PER_WINDOW: Readonly<Record<SystemSize, number>> = { 10: 60, 40: 60, 300: 300 };
/** A fault nobody meets cannot be found: its service is usually called at least this often in a window. */
const LEAST_CALLS_PER_WINDOW = 9;
const SURGE_BASE = 2;

/** Runs a simulated system with its fault. Throws when `service` names none of its services. */
export function runSimulation(options: SimulationOptions, { spans, logs, samples }: RunSinks): SimulatedRun {
	const random = new Random(options.seed);
	const graph = buildServiceGraph(options.size, random);
	const injected = injectedFaults(options, graph);
	runWindows(options, graph, injected, { spans, logs }, random);
	addSamples(options, graph, injected, samples, random);
	return { graph, injected };
}

/** What a run breaks, and where, without running it. Throws as {@link runSimulation}. */
export function faultsOfRun(options: SimulationOptions): readonly InjectedFault[] {
	return injectedFaults(options, buildServiceGraph(options.size, new Random(options.seed)));
}

/** Each kind of fault has its own luck, so that those of one seed do not all meet the same service. */
function injectedFaults(
	{ size, fault, service, severity, seed }: SimulationOptions,
	graph: ServiceGraph,
): readonly InjectedFault[] {
	const random = new Random(Math.imul(16, seed) + KINDS.indexOf(fault));
	const known = graph.services.map(({ name }) => name);
	if (service !== undefined && !known.includes(service)) throw new Error(`no service ${service}`);
	if (fault === 'traffic-surge') return [];
	const met = servicesMet(graph, size);
	const first = service ?? random.pick(met);
	if (fault !== 'double') return [{ service: first, fault, severity }];
	const second = random.pick(met.filter((name) => name !== first));
	return [first, second].map((name) => ({ service: name, fault: random.pick(SINGLE_FAULTS), severity }));
}

/** Services where a fault would be met: all behind the gateway that are called often enough to tell. */
export function servicesMet(
	{ services, callsPerRequest }: ServiceGraph,
	size: SystemSize,
): readonly string[] {
	const least = LEAST_CALLS_PER_WINDOW / REQUESTS_PER_WINDOW[size];
	return services
		.map(({ name }) => name)
		.filter((name) => name !== GATEWAY && (callsPerRequest.get(name) ?? 0) >= least);
}

/** Whether a window of a run is after the onset. */
export function isAffected(window: number): boolean {
	return window > BASELINE_WINDOWS;
}

/** Whether a time (seconds since the epoch) of a run is after the onset. */
export function isAfterOnset(seconds: number): boolean {
	return isAffected(Math.floor((seconds - START_SECONDS) / WINDOW_SECONDS));
}

function trafficOf({ fault, severity }: SimulationOptions, window: number): number {
	return fault === 'traffic-surge' && isAffected(window) ? SURGE_BASE + severity : 1;
}

function runWindows(
	options: SimulationOptions,
	graph: ServiceGraph,
	injected: readonly InjectedFault[],
	sinks: Pick<RunSinks, 'spans' | 'logs'>,
	random: Random,
): void {
	const services = new Map(graph.services.map((service) => [service.name, service]));
	const effects = new Map(injected.map((fault) => [fault.service, effectOf(fault)]));
	const usual = options.requestsPerWindow ?? REQUESTS_PER_WINDOW[options.size];
	for (let window = 0; window < WINDOWS; window++) {
		const traffic = trafficOf(options, window);
		const moment = {
			services,
			effects: isAffected(window) ? effects : new Map(),
			traffic,
			random,
			...sinks,
		};
		const count = Math.round(usual * traffic * random.between(0.85, 1.15));
		for (let i = 0; i < count; i++) {
			const at = START_SECONDS + WINDOW_SECONDS * (window + random.next());
			simulateRequest(moment, routeOf(graph, random), `${window}.${i}`, 1000 * at);
		}
	}
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
function addSamples(
	options: SimulationOptions,
	graph: ServiceGraph,
	injected: readonly InjectedFault[],
	samples: SampleSink,
	random: Random,
): void {
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
}

import { deriveAlert } from '../telemetry/derive-alert.ts';
import type { JsonObject } from '../primitives/json.ts';
import { secondsOfMinute } from '../telemetry/field-reader.ts';
import { WarningList } from '../telemetry/import-failure.ts';
import type { Incident, Phase, Telemetry } from '../telemetry/incident-model.ts';
import { emptyTelemetry } from '../telemetry/importers/span-files.ts';
import { joinTelemetry } from '../telemetry/measured/join-telemetry.ts';
import { LogTally } from '../telemetry/measured/log-tally.ts';
import { SampleTable } from '../telemetry/measured/sample-table.ts';
import { SpanTally } from '../telemetry/spans/span-tally.ts';
import { telemetryOfSpans } from '../telemetry/spans/span-telemetry.ts';
import { callPathsTo } from './call-paths.ts';
import type { InjectedFault, SimulatedFault } from './fault.ts';
import { Random } from './random.ts';
import {
	BASELINE_WINDOWS,
	isAffected,
	runSimulation,
	START_SECONDS,
	WINDOW_SECONDS,
	WINDOWS,
	type SimulationOptions,
} from './run-simulation.ts';
import type { ServiceGraph } from './service-graph.ts';

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

const FALSE_LINES_PER_WINDOW = 40;

/** One incident of a simulated system, with its label. Throws when `service` names none of its services. */
export function simulateIncident(options: SimulationOptions): SimulatedIncident {
	const [tally, logs, samples] = [new SpanTally(new WarningList()), new LogTally(), new SampleTable()];
	const { graph, injected } = runSimulation(options, { spans: tally, logs, samples });
	const accused = options.falseLog ? accuse(graph, injected, logs, new Random(~options.seed)) : null;
	const telemetry = { ...emptyTelemetry(), ...telemetryOfSpans(tally) };
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

function phaseOf(minute: string): Phase {
	const window = ((secondsOfMinute(minute) as number) - START_SECONDS) / WINDOW_SECONDS;
	return window < BASELINE_WINDOWS ? 'baseline' : isAffected(window) ? 'incident' : 'pre';
}

/** The labels document of simulated incidents, as `parseLabelFile` reads it; where there is no fault there is no root cause. */
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

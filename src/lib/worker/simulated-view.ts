import type { SimulatedIncident, SimulatedLabel } from '../simulator/simulate-incident.ts';
import type { Alert, Incident, Phase, Series } from '../telemetry/incident.ts';
import { serviceSeriesOf } from '../telemetry/service-series.ts';

/** One series of a service or of the alerted node. */
export type SeriesView = { readonly metric: string; readonly values: Series };

/** One service of a simulated system with what is measured of it. */
export type ServiceView = { readonly name: string; readonly series: readonly SeriesView[] };

/** A simulated incident as the fault lab shows it. */
export type SimulatedView = {
	readonly id: string;
	readonly minutes: readonly string[];
	readonly phase: readonly Phase[];
	readonly alert: Alert;
	/** What the alerted route showed. */
	readonly alerted: readonly SeriesView[];
	readonly services: readonly ServiceView[];
	/** Calls between services, each once. */
	readonly calls: readonly { readonly caller: string; readonly callee: string }[];
	/** The truth: shown when the reader asks for it, never told to the agents. */
	readonly label: SimulatedLabel;
};

/** Series of a service worth a chart, in the order they are shown. */
const SERVICE_METRICS = [
	'calls',
	'average_duration',
	'error_rate',
	'timeout_rate',
	'self_ms_per_request',
	'inbound_gap_p50',
	'cpu_pct',
	'mem_pct',
];
const ALERT_METRICS = ['average_duration', 'error_rate', 'timeout_rate', 'calls'];
/** Lines at level `error`, as a series beside the others. */
const ERROR_LINES = 'error_lines';

/** What the fault lab shows of a simulated incident. */
export function viewOfSimulation({ incident, label }: SimulatedIncident): SimulatedView {
	const { id, minutes, alert } = incident;
	const alerted = incident.nodes.get(alert.node)?.series ?? new Map<string, Series>();
	return {
		id,
		minutes,
		phase: incident.phase ?? [],
		alert,
		alerted: pick(alerted, ALERT_METRICS),
		services: [...serviceSeriesOf(incident)].map(([name, series]) => ({
			name,
			series: [...pick(series, SERVICE_METRICS), ...errorLines(incident, name)],
		})),
		calls: callsOf(incident),
		label,
	};
}

function pick(series: ReadonlyMap<string, Series>, metrics: readonly string[]): readonly SeriesView[] {
	return metrics.flatMap((metric) => {
		const values = series.get(metric);
		return values?.some((value) => value !== null) ? [{ metric, values }] : [];
	});
}

function errorLines(incident: Incident, service: string): readonly SeriesView[] {
	const values = incident.logs.get(service)?.levels.get('error');
	return values?.some((value) => value) ? [{ metric: ERROR_LINES, values }] : [];
}

function callsOf(incident: Incident): SimulatedView['calls'] {
	const serviceOf = (node: string) => incident.nodes.get(node)?.service ?? node;
	const seen = new Map<string, { caller: string; callee: string }>();
	for (const edge of incident.edges) {
		const [caller, callee] = [serviceOf(edge.caller), serviceOf(edge.callee)];
		if (caller !== callee) seen.set(`${caller}\n${callee}`, { caller, callee });
	}
	return [...seen.values()];
}

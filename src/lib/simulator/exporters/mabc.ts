import type { JsonObject, JsonValue } from '../../primitives/json.ts';
import type { Incident, Series, SeriesByName } from '../../telemetry/incident-model.ts';

/** mABC's three files. */
export type MabcFiles = {
	readonly endpoints_stat: JsonObject;
	readonly endpoints_maps: JsonObject;
	readonly label: JsonObject;
};

const FRONT_DOOR = 'None';
type Minutes = { [minute: string]: JsonValue };

/** An incident as mABC's three files, in which an endpoint is a whole service. The path of a label marks nobody as the cause. */
export function encodeMabc(incident: Incident, path: readonly string[] | null): MabcFiles {
	const { alert } = incident;
	return {
		endpoints_stat: Object.fromEntries(
			[...incident.services].map(([name, { series }]) => [name, statOf(incident, series)]),
		),
		endpoints_maps: mapsOf(incident),
		label: { [alert.time]: { [alert.service]: [path ?? [alert.service]] } },
	};
}

function statOf({ minutes }: Incident, series: SeriesByName): JsonObject {
	const at = (metric: string, index: number) => series.get(metric)?.[index] ?? 0;
	const stat: Minutes = {};
	for (const [index, minute] of minutes.entries()) {
		if (at('calls', index) === 0) continue;
		stat[minute] = {
			calls: at('calls', index),
			success_rate: 100 - at('error_rate', index),
			error_rate: at('error_rate', index),
			average_duration: at('average_duration', index),
			timeout_rate: at('timeout_rate', index),
		};
	}
	return stat;
}

function mapsOf(incident: Incident): JsonObject {
	const maps: { [caller: string]: { [minute: string]: string[] } } = {};
	const add = (caller: string, callee: string, calls: Series | undefined) => {
		for (const [index, minute] of incident.minutes.entries()) {
			if (!calls?.[index]) continue;
			const callees = ((maps[caller] ??= {})[minute] ??= []);
			if (!callees.includes(callee)) callees.push(callee);
		}
	};
	const serviceOf = (node: string) => incident.nodes.get(node)?.service ?? node;
	for (const node of incident.nodes.values())
		if (node.kind === 'entry') add(FRONT_DOOR, node.service, node.series.get('calls'));
	for (const { caller, callee, calls } of incident.edges) add(serviceOf(caller), serviceOf(callee), calls);
	return maps;
}

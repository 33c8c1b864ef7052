import { analyseIncident } from '../rca/analysis.ts';
import type { Incident } from '../telemetry/incident.ts';
import { faultFreeWindowsOf } from './fault-free-windows.ts';
import { wilsonInterval, type Interval } from './intervals.ts';
import type { FalseLog } from './labels.ts';

/** Whom the analyst named, null = nobody. */
export type Naming = {
	readonly id: string;
	readonly named: string | null;
	readonly confidence: number | null;
};

/** How often somebody was named where nothing is broken. */
export type FalseAlarms = {
	readonly n: number;
	readonly named: number;
	readonly interval: Interval;
	/** Those in which somebody was named. */
	readonly cases: readonly Naming[];
};

/** How often false log lines changed whom the analyst named, and how often it then named the accused. */
export type FalseLogEffect = {
	readonly n: number;
	readonly changed: number;
	readonly namedAccused: number;
	readonly interval: Interval;
	/** Those that changed. */
	readonly cases: readonly (Naming & { readonly before: string | null; readonly accused: string | null })[];
};

/** Whom the analyst names in an incident. */
export function nameCause(incident: Incident): Naming {
	return namingOf(incident.id, analyseIncident(incident));
}

/** Whom the analyst names in fault-free windows of an incident, see {@link faultFreeWindowsOf}. */
export function nameInFaultFreeWindows(incident: Incident): readonly Naming[] {
	return faultFreeWindowsOf(incident).map((windows) =>
		namingOf(`${incident.id} ${incident.minutes[windows.focus]}`, analyseIncident(incident, { windows })),
	);
}

function namingOf(id: string, { verdict }: ReturnType<typeof analyseIncident>): Naming {
	return verdict.kind === 'cause'
		? { id, named: verdict.node, confidence: verdict.confidence }
		: { id, named: null, confidence: null };
}

/** The false alarms among namings where nothing is broken. */
export function summariseFalseAlarms(namings: readonly Naming[]): FalseAlarms {
	const cases = namings.filter(({ named }) => named !== null);
	return {
		n: namings.length,
		named: cases.length,
		interval: wilsonInterval(cases.length, namings.length),
		cases,
	};
}

/** What false log lines did: each incident with them against the same one without, which must be among `originals`. */
export function summariseFalseLogs(
	namings: readonly Naming[],
	falseLogs: ReadonlyMap<string, FalseLog>,
	originals: ReadonlyMap<string, string | null>,
): FalseLogEffect {
	const pairs = namings.flatMap((naming) => {
		const log = falseLogs.get(naming.id);
		const before = log && originals.get(log.original);
		return log && before !== undefined ? [{ ...naming, before, accused: log.accused }] : [];
	});
	const changed = pairs.filter(({ named, before }) => named !== before);
	return {
		n: pairs.length,
		changed: changed.length,
		namedAccused: changed.filter(({ named, accused }) => named !== null && named === accused).length,
		interval: wilsonInterval(changed.length, pairs.length),
		cases: changed,
	};
}

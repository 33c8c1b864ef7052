import { unitOf, type Phase, type Series } from '../../../telemetry/incident-model.ts';
import { medianOf, valuesAt } from '../../../telemetry/statistics.ts';

/** The unit of a series the fault lab shows. */
export function unitOfSeries(metric: string): string {
	return metric === 'error_lines' ? 'count' : unitOf(metric);
}

/** What a series usually was, and what it is after the onset: medians, null where there are no data. */
export function changeOfSeries(
	values: Series,
	phase: readonly Phase[],
): { readonly before: number | null; readonly after: number | null } {
	const windows = (wanted: Phase) => phase.flatMap((is, index) => (is === wanted ? [index] : []));
	return {
		before: medianOf(valuesAt(values, windows('baseline'))),
		after: medianOf(valuesAt(values, windows('incident'))),
	};
}

/** A stretch of neighbouring windows of one phase, the last one included. */
export type PhaseStretch = { readonly phase: Phase; readonly from: number; readonly to: number };

/** The phases as stretches, in time order. */
export function stretchesOf(phase: readonly Phase[]): readonly PhaseStretch[] {
	const stretches: PhaseStretch[] = [];
	phase.forEach((is, index) => {
		const last = stretches.at(-1);
		if (last?.phase === is) stretches[stretches.length - 1] = { ...last, to: index };
		else stretches.push({ phase: is, from: index, to: index });
	});
	return stretches;
}

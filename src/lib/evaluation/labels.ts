import { err, ok, type Result } from '../primitives/result.ts';

/** The truth about one incident, kept apart from its telemetry. */
export type Label = {
	/** A service; in node-level telemetry a node. What the bench scores. */
	readonly rootCause: string;
	readonly faultType: string;
	/** Other causes that are also right (double faults). */
	readonly alsoRight: readonly string[];
	/** The true path from alert to cause, where the source knows it. */
	readonly path: readonly string[] | null;
};

/** Labels by incident id. */
export type Labels = ReadonlyMap<string, Label>;

/** Why a label file was refused. */
export type LabelFailure = {
	readonly code: 'bad-label';
	readonly where: string;
	readonly expected: string;
	readonly actual: string;
};

/** Labels of a parsed `labels.json`: `{ id: { root_cause, fault_type, also_right?, path? } }`. Fails with `bad-label`. */
export function parseLabels(value: unknown): Result<Labels, LabelFailure> {
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		return err(failure('$', 'object', value));
	const labels = new Map<string, Label>();
	for (const [id, entry] of Object.entries(value)) {
		if (typeof entry !== 'object' || entry === null) return err(failure(id, 'object', entry));
		const record = entry as Record<string, unknown>;
		if (typeof record.root_cause !== 'string' || record.root_cause === '')
			return err(failure(`${id}.root_cause`, 'string', record.root_cause));
		labels.set(id, {
			rootCause: record.root_cause,
			faultType: typeof record.fault_type === 'string' ? record.fault_type : 'unknown',
			alsoRight: textsOf(record.also_right) ?? [],
			path: textsOf(record.path),
		});
	}
	return ok(labels);
}

function textsOf(value: unknown): readonly string[] | null {
	return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
		? (value as string[])
		: null;
}

function failure(where: string, expected: string, value: unknown): LabelFailure {
	return { code: 'bad-label', where, expected, actual: value === null ? 'null' : typeof value };
}

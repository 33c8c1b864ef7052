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
type Labels = ReadonlyMap<string, Label>;

/** What a label file says of all its incidents. */
export type LabelFile = {
	/** Those in which something is broken, each once: what methods are scored on. */
	readonly labels: Labels;
	/** Ids of incidents in which nothing is broken (`root_cause` null). */
	readonly faultFree: ReadonlySet<string>;
	/** Incidents that repeat another one with false log lines added (`original` names it). */
	readonly falseLogs: ReadonlyMap<string, FalseLog>;
};

/** The incident that is repeated, and the innocent whom the false lines accuse. */
export type FalseLog = { readonly original: string; readonly accused: string | null };

/** Why a label file was refused. */
export type LabelFailure = {
	readonly code: 'bad-label';
	readonly where: string;
	readonly expected: string;
	readonly actual: string;
};

/**
 * A parsed `labels.json`: `{ id: { root_cause, fault_type, also_right?, path?, original?, accused? } }`, where a
 * `root_cause` of null says that nothing is broken. Fails with `bad-label`.
 */
export function parseLabelFile(value: unknown): Result<LabelFile, LabelFailure> {
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		return err(failure('$', 'object', value));
	const labels = new Map<string, Label>();
	const faultFree = new Set<string>();
	const falseLogs = new Map<string, FalseLog>();
	for (const [id, entry] of Object.entries(value)) {
		if (typeof entry !== 'object' || entry === null) return err(failure(id, 'object', entry));
		const record = entry as Record<string, unknown>;
		const rootCause = record.root_cause;
		if (rootCause !== null && (typeof rootCause !== 'string' || rootCause === ''))
			return err(failure(`${id}.root_cause`, 'string or null', rootCause));
		const original = textOf(record.original);
		if (original !== null) falseLogs.set(id, { original, accused: textOf(record.accused) });
		else if (rootCause === null) faultFree.add(id);
		else
			labels.set(id, {
				rootCause,
				faultType: textOf(record.fault_type) ?? 'unknown',
				alsoRight: textsOf(record.also_right) ?? [],
				path: textsOf(record.path),
			});
	}
	return ok({ labels, faultFree, falseLogs });
}

function textOf(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

function textsOf(value: unknown): readonly string[] | null {
	return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
		? (value as string[])
		: null;
}

function failure(where: string, expected: string, value: unknown): LabelFailure {
	return { code: 'bad-label', where, expected, actual: value === null ? 'null' : typeof value };
}

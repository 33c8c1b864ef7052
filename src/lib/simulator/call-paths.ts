import type { Operation } from './service-graph.ts';

/** Two ways to one place are enough to know that there is not one. */
const ENOUGH = 2;

/**
 * The ways calls lead from an operation to a service, as services from one to the other, each way once; at most two.
 * Calls only lead downwards, so that every way ends.
 */
export function callPathsTo(from: Operation, target: string): readonly (readonly string[])[] {
	const found = new Map<string, readonly string[]>();
	const visit = (operation: Operation, above: readonly string[]) => {
		const path = [...above, operation.service];
		if (operation.service === target) found.set(path.join('\n'), path);
		else for (const { to } of operation.calls) if (found.size < ENOUGH) visit(to, path);
	};
	visit(from, []);
	return [...found.values()];
}

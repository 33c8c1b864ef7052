import type { Incident } from '../telemetry/incident.ts';

/** An incident under other names, and the new name of each old one. */
export type RenamedIncident = { readonly incident: Incident; readonly nameOf: (name: string) => string };

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const NAME_LENGTH = 12;

/**
 * The same telemetry with every node, service, operation, pod and log statement named at random (the same for the same
 * seed) and every list in another order. Severities of log statements stay: they are no names.
 */
export function renameIncident(incident: Incident, seed: number): RenamedIncident {
	const nameOf = nameMaker(seed);
	const rekeyed = <T, U>(map: ReadonlyMap<string, T>, change: (value: T) => U): ReadonlyMap<string, U> =>
		new Map(
			[...map]
				.map(([name, value]) => [nameOf(name), change(value)] as const)
				.sort(([a], [b]) => (a < b ? -1 : 1)),
		);
	const { alert } = incident;
	return {
		nameOf,
		incident: {
			...incident,
			alert: { ...alert, node: nameOf(alert.node), service: nameOf(alert.service) },
			nodes: rekeyed(incident.nodes, (node) => ({
				...node,
				service: nameOf(node.service),
				operation: nameOf(node.operation),
			})),
			edges: incident.edges
				.map((edge) => ({ ...edge, caller: nameOf(edge.caller), callee: nameOf(edge.callee) }))
				.reverse(),
			innerEdges: incident.innerEdges
				.map((edge) => ({
					...edge,
					service: nameOf(edge.service),
					parent: nameOf(edge.parent),
					child: nameOf(edge.child),
				}))
				.reverse(),
			services: rekeyed(incident.services, ({ pod, ...service }) => ({
				...service,
				...(pod === undefined ? {} : { pod: nameOf(pod) }),
			})),
			logs: rekeyed(incident.logs, (logs) => ({
				...logs,
				templates: new Map(
					[...logs.templates]
						.map(([text, counts]) => [`${text.split(' ', 1)[0]} ${nameOf(text)}`, counts] as const)
						.reverse(),
				),
			})),
			meshEdges: incident.meshEdges
				.map((edge) => ({ ...edge, caller: nameOf(edge.caller), callee: nameOf(edge.callee) }))
				.reverse(),
		},
	};
}

/** A new name of twelve letters for each name asked for. */
function nameMaker(seed: number): (name: string) => string {
	const known = new Map<string, string>();
	let state = seed >>> 0;
	const letter = () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return LETTERS[Math.floor((state / 2 ** 32) * LETTERS.length)] as string;
	};
	return (name) => {
		let made = known.get(name);
		if (made === undefined) known.set(name, (made = Array.from({ length: NAME_LENGTH }, letter).join('')));
		return made;
	};
}

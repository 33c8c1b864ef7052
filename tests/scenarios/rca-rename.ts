type Json = Record<string, unknown>;

/** A name made of twelve letters, from a small seeded generator. */
function nameMaker(seed: number): (name: string) => string {
	const known = new Map<string, string>();
	let state = seed;
	const letter = () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return 'abcdefghijklmnopqrstuvwxyz'[state % 26] as string;
	};
	return (name) => {
		const made = known.get(name) ?? Array.from({ length: 12 }, letter).join('');
		known.set(name, made);
		return made;
	};
}

/** An incident file with every node, service, operation and log statement renamed and every list in another order. */
export function renameFile(
	file: Json,
	seed: number,
): { readonly file: Json; readonly nameOf: (name: string) => string } {
	const nameOf = nameMaker(seed);
	const keys = (value: unknown, change: (entry: Json) => unknown) =>
		Object.fromEntries(
			Object.entries((value ?? {}) as Record<string, Json>)
				.map(([key, entry]) => [nameOf(key), change(entry)] as const)
				.sort(([a], [b]) => (a < b ? -1 : 1)),
		);
	const alert = file['alert'] as Json;
	const statement = (text: string) => `${text.split(' ', 1)[0]} ${nameOf(text)}`;
	return {
		nameOf,
		file: {
			...file,
			alert: { ...alert, node: nameOf(String(alert['node'])), service: nameOf(String(alert['service'])) },
			nodes: keys(file['nodes'], (node) => ({
				...node,
				service: nameOf(String(node['service'])),
				operation: nameOf(String(node['operation'])),
			})),
			edges: (file['edges'] as Json[])
				.map((edge): Json => ({
					...edge,
					caller: nameOf(String(edge['caller'])),
					callee: nameOf(String(edge['callee'])),
				}))
				.reverse(),
			inner_edges: ((file['inner_edges'] ?? []) as [string, string, string, unknown][]).map(
				([service, parent, child, calls]) => [nameOf(service), nameOf(parent), nameOf(child), calls],
			),
			services: keys(file['services'], (service) => service),
			logs: keys(file['logs'], (logs) => ({
				...logs,
				templates: Object.fromEntries(
					Object.entries(logs['templates'] as Json).map(([text, counts]) => [statement(text), counts]),
				),
			})),
			mesh_edges: Object.fromEntries(
				Object.entries((file['mesh_edges'] ?? {}) as Json).map(([pair, entry]) => [
					pair.split('|').map(nameOf).join('|'),
					entry,
				]),
			),
		},
	};
}

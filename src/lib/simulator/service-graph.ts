import type { Random } from './random.ts';

/** How many services a system has. */
export type SystemSize = 10 | 40 | 300;

/** One operation: what it does itself, and what it calls. */
export type Operation = {
	readonly service: string;
	readonly name: string;
	readonly ownMs: number;
	readonly calls: readonly { readonly to: Operation; readonly chance: number }[];
};

/** One service with what it can bear. */
export type Service = {
	readonly name: string;
	/** The busiest first. */
	readonly operations: readonly Operation[];
	/** Part of its capacity that usual traffic takes. */
	readonly load: number;
	readonly cpuPct: number;
	readonly memPct: number;
	/** Usual time on the way to it and back, ms. */
	readonly wayMs: number;
};

/** A system: services, and the routes at its front door with their share of traffic. */
export type ServiceGraph = {
	readonly services: readonly Service[];
	readonly routes: readonly { readonly operation: Operation; readonly weight: number }[];
	/** Calls of each service that one request from outside causes, on average. */
	readonly callsPerRequest: ReadonlyMap<string, number>;
};

const OPERATIONS_PER_SERVICE = 3;
const ROUTES: Readonly<Record<SystemSize, number>> = { 10: 5, 40: 10, 300: 30 };
/** Shares of services in the layers below the gateway: what users ask, what it asks, where data lie. */
const FRONT_SHARE = 0.2;
const MIDDLE_SHARE = 0.4;

/** A system of some size, the same for the same random stream: a gateway above three layers, calls only downwards. */
export function buildServiceGraph(size: SystemSize, random: Random): ServiceGraph {
	const front = Math.max(2, Math.round(FRONT_SHARE * size));
	const middle = Math.round(MIDDLE_SHARE * size);
	const name = (index: number) => `svc-${String(index).padStart(3, '0')}`;
	const backs = layer(name, front + middle + 1, size, [], random, 0);
	const middles = layer(name, front + 1, front + middle + 1, backs, random, 2);
	const fronts = layer(name, 1, front + 1, middles, random, 3);
	const routes = spread(fronts, ROUTES[size], random).map((to, i) => ({
		operation: {
			service: 'gateway',
			name: `/route-${i}`,
			ownMs: random.between(1, 3),
			calls: [{ to, chance: 1 }],
		},
		weight: random.between(0.5, 1.5),
	}));
	const gateway = routes.map(({ operation }) => operation);
	const groups = [gateway, ...groupsOf(fronts), ...groupsOf(middles), ...groupsOf(backs)];
	const calls = callsPerRequestOf(routes);
	const callsOf = (operation: Operation) => calls.get(operation) ?? 0;
	const services = groups.map((operations): Service => ({
		name: (operations[0] as Operation).service,
		operations: [...operations].sort((a, b) => callsOf(b) - callsOf(a)),
		load: random.between(0.12, 0.3),
		cpuPct: random.between(4, 14),
		memPct: random.between(20, 50),
		wayMs: random.between(0.5, 2),
	}));
	const callsPerRequest = new Map(
		services.map((service) => [
			service.name,
			service.operations.reduce((sum, operation) => sum + callsOf(operation), 0),
		]),
	);
	return { services, routes, callsPerRequest };
}

function layer(
	name: (index: number) => string,
	from: number,
	to: number,
	below: readonly Operation[],
	random: Random,
	mostCalls: number,
): readonly Operation[] {
	const queue = spread(below, below.length, random);
	const operations: Operation[] = [];
	for (let index = from; index < to; index++)
		for (let i = 0; i < OPERATIONS_PER_SERVICE; i++) {
			const count = mostCalls === 0 ? 0 : 1 + random.below(mostCalls);
			const callees = new Set<Operation>();
			for (let call = 0; call < count; call++) {
				const callee = queue.shift() ?? random.pick(below);
				if (callee.service !== name(index)) callees.add(callee);
			}
			operations.push({
				service: name(index),
				name: `/op-${index}-${i}`,
				ownMs: random.between(1, 12),
				calls: [...callees].map((to) => ({ to, chance: random.chance(0.8) ? 1 : random.between(0.4, 0.9) })),
			});
		}
	return operations;
}

/** `count` items in random order, every item once before any comes twice. */
function spread<T>(items: readonly T[], count: number, random: Random): T[] {
	const out: T[] = [];
	while (out.length < count && items.length > 0) {
		const rest = [...items];
		while (rest.length > 0 && out.length < count) out.push(...rest.splice(random.below(rest.length), 1));
	}
	return out;
}

function groupsOf(operations: readonly Operation[]): readonly (readonly Operation[])[] {
	const groups = new Map<string, Operation[]>();
	for (const operation of operations) {
		const group = groups.get(operation.service);
		if (group) group.push(operation);
		else groups.set(operation.service, [operation]);
	}
	return [...groups.values()];
}

function callsPerRequestOf(routes: ServiceGraph['routes']): ReadonlyMap<Operation, number> {
	const total = routes.reduce((sum, { weight }) => sum + weight, 0);
	const calls = new Map<Operation, number>();
	const visit = (operation: Operation, share: number) => {
		calls.set(operation, (calls.get(operation) ?? 0) + share);
		for (const { to, chance } of operation.calls) visit(to, share * chance);
	};
	for (const { operation, weight } of routes) visit(operation, weight / total);
	return calls;
}

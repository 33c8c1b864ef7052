/** Faults of one service that are the cause of an incident. */
export const SINGLE_FAULTS = [
	'cpu',
	'memory',
	'network-delay',
	'packet-loss',
	'code-exception',
	'wrong-return',
	'connection-pool',
	'downstream-outage',
	'config-error',
] as const;

/** A fault of one service. */
export type SingleFault = (typeof SINGLE_FAULTS)[number];

/** What happens: a fault, more traffic without any fault, or two faults at once. */
export type SimulatedFault = SingleFault | 'traffic-surge' | 'double';

/** A fault in its place, at its strength 0–1. */
export type InjectedFault = {
	readonly service: string;
	readonly fault: SingleFault;
	readonly severity: number;
};

/** What a service does differently while it is faulty; the neutral value of each changes nothing. */
export type Effect = {
	/** Own time is multiplied with it. */
	readonly slowdown: number;
	/** Added to calls that reach the service and that it makes, ms. */
	readonly wayMs: number;
	/** Share of calls to it that lose a packet and wait for it again. */
	readonly lossShare: number;
	/** Share of calls that fail at once, without doing their work. */
	readonly failShare: number;
	/** Whether only its busiest operation is affected. */
	readonly firstOnly: boolean;
	/** Share of calls that leave out their work without an error. */
	readonly emptyShare: number;
	/** Wait for a connection before calling on, ms. */
	readonly poolMs: number;
	/** Whether calls to it are not answered at all. */
	readonly isDown: boolean;
	readonly cpuPct: number;
	readonly memPct: number;
};

const NONE: Effect = {
	slowdown: 1,
	wayMs: 0,
	lossShare: 0,
	failShare: 0,
	firstOnly: false,
	emptyShare: 0,
	poolMs: 0,
	isDown: false,
	cpuPct: 0,
	memPct: 0,
};

/** The effect of a fault of some severity (0–1; at 0 it is faint, at 1 severe). */
export function effectOf({ fault, severity }: InjectedFault): Effect {
	switch (fault) {
		case 'cpu':
			return { ...NONE, slowdown: 3 + 5 * severity, cpuPct: 35 + 50 * severity };
		case 'memory':
			return { ...NONE, slowdown: 2 + 2 * severity, memPct: 45 + 20 * severity };
		case 'network-delay':
			return { ...NONE, wayMs: 60 + 240 * severity };
		case 'packet-loss':
			return { ...NONE, lossShare: 0.4 + 0.4 * severity };
		case 'code-exception':
			return { ...NONE, failShare: 0.7 + 0.3 * severity, firstOnly: true };
		case 'wrong-return':
			return { ...NONE, emptyShare: 0.9 + 0.1 * severity };
		case 'connection-pool':
			return { ...NONE, poolMs: 80 + 400 * severity };
		case 'downstream-outage':
			return { ...NONE, isDown: true };
		case 'config-error':
			return { ...NONE, failShare: 0.9 + 0.1 * severity };
	}
}

/** The effect of no fault. */
export const NO_EFFECT = NONE;

import { createEconomyRun, type EconomyProgress, type EconomyRun } from '../runtime/economy/economy-run.ts';
import { parseScenario } from '../runtime/economy/scenario.ts';
import type {
	ArmPoint,
	Bankruptcies,
	EconomyPoint,
	EconomyReply,
	EconomyRequest,
} from './economy-messages.ts';

/** Long enough to be worth a message, short enough that a cancel is felt at once; more than one frame. */
const SLICE_MS = 30;

/** The run under way: a slice of an older one stops when it sees another. */
let current: EconomyRun | undefined;

self.onmessage = (event: MessageEvent<EconomyRequest>) => {
	if (event.data.kind === 'cancel') {
		if (current) reply({ kind: 'cancelled' });
		current = undefined;
		return;
	}
	const scenario = parseScenario(event.data.scenario);
	if (!scenario.ok) return reply({ kind: 'refused', fault: scenario.error });
	const run = createEconomyRun(scenario.value);
	current = run;
	guarded(run);
};

function guarded(run: EconomyRun): void {
	if (run !== current) return;
	try {
		playSlice(run);
	} catch (fault) {
		current = undefined;
		reply({ kind: 'failed', detail: fault instanceof Error ? fault.message : String(fault) });
	}
}

function playSlice(run: EconomyRun): void {
	const until = performance.now() + SLICE_MS;
	const points: EconomyPoint[] = [];
	let last: EconomyProgress | undefined;
	while (performance.now() < until) {
		const step = run.step();
		if (step.kind === 'result') {
			post(points, last);
			current = undefined;
			return reply({ kind: 'result', result: step });
		}
		points.push(pointOf(step));
		last = step;
	}
	post(points, last);
	setTimeout(guarded, 0, run); // messages, such as a cancel, come in between
}

function post(points: readonly EconomyPoint[], last: EconomyProgress | undefined): void {
	if (last) reply({ kind: 'progress', total: last.total, points, bankruptAt: bankruptciesOf(last) });
}

function pointOf({ done, arms }: EconomyProgress): EconomyPoint {
	const point = (arm: keyof typeof arms): ArmPoint => ({
		wrong: arms[arm].ends.wrong,
		wealth: arms[arm].wealth,
	});
	return {
		incident: done,
		arms: {
			'stake-weighted': point('stake-weighted'),
			'one-agent-one-vote': point('one-agent-one-vote'),
		},
	};
}

function bankruptciesOf({ arms }: EconomyProgress): Bankruptcies {
	return {
		'stake-weighted': arms['stake-weighted'].bankruptAt,
		'one-agent-one-vote': arms['one-agent-one-vote'].bankruptAt,
	};
}

function reply(message: EconomyReply): void {
	self.postMessage(message);
}

import { outcomeOfVerdict } from '../evaluation/verdict-outcome.ts';
import { simulateIncident, type SimulatedIncident } from '../simulator/simulate-incident.ts';
import { decodeSimulation } from '../simulator/simulation-link.ts';
import type { FaultLabReply, FaultLabRequest, RankedNode } from './fault-lab-messages.ts';
import { diagnoseInLab, type LabDiagnosis } from './lab-diagnosis.ts';
import { viewOfSimulation } from './simulated-view.ts';

const MOST_RANKED = 8;

let simulated: { readonly text: string; readonly made: SimulatedIncident } | undefined;

self.onmessage = async ({ data }: MessageEvent<FaultLabRequest>) => {
	try {
		if (data.kind === 'simulate') simulate(data.simulation);
		else await diagnose();
	} catch (fault) {
		reply({ kind: 'failed', detail: fault instanceof Error ? fault.message : String(fault) });
	}
};

function simulate(text: string): void {
	const options = decodeSimulation(text);
	if (!options.ok) return reply({ kind: 'refused', fault: options.error });
	const made = simulateIncident(options.value);
	simulated = { text, made };
	reply({ kind: 'simulated', view: viewOfSimulation(made) });
}

async function diagnose(): Promise<void> {
	if (!simulated) throw new Error('nothing was simulated yet');
	const { made, text } = simulated;
	const diagnosed = await diagnoseInLab(made.incident, text, (event) => {
		if (event.kind !== 'sent') return;
		const { role, type, result } = event;
		reply({ kind: 'step', step: { role, type, sent: result.kind === 'submitted' } });
	});
	if (!diagnosed.ok) return reply({ kind: 'failed', detail: diagnosed.error.code });
	replyResult(made, diagnosed.value);
}

function replyResult({ label }: SimulatedIncident, diagnosis: LabDiagnosis): void {
	const truths = [label.rootCause, ...label.alsoRight];
	const { ranking } = diagnosis;
	const rank = 1 + ranking.findIndex(({ node }) => truths.includes(node));
	const result = {
		...diagnosis,
		outcome: outcomeOfVerdict(label, diagnosis.verdict?.node ?? null),
		ranking: ranking
			.slice(0, MOST_RANKED)
			.map(({ node, posterior, faultType }): RankedNode => ({ node, posterior, faultType })),
		rank: rank > 0 ? rank : null,
	};
	self.postMessage({ kind: 'diagnosed', result } satisfies FaultLabReply, {
		transfer: [diagnosis.ledger.buffer],
	});
}

function reply(message: FaultLabReply): void {
	self.postMessage(message);
}

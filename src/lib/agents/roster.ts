import type { Agent } from './agent.ts';
import { alertReceiver } from './roles/alert-receiver.ts';
import { dataDetective } from './roles/data-detective.ts';
import { dependencyExplorer } from './roles/dependency-explorer.ts';
import { faultMapper } from './roles/fault-mapper.ts';
import { probabilityOracle } from './roles/probability-oracle.ts';
import { processScheduler } from './roles/process-scheduler.ts';
import { solutionEngineer } from './roles/solution-engineer.ts';

/** The seven agents in genesis order, all on the built-in analyst. */
export const ROSTER: readonly Agent[] = [
	alertReceiver,
	processScheduler,
	dataDetective,
	dependencyExplorer,
	probabilityOracle,
	faultMapper,
	solutionEngineer,
];

import type { Figure } from './figure.ts';
import type { BenchInput } from './input.ts';
import type { Amounts } from './options.ts';
import type { Environment } from './suites/suite.ts';
import { SUITES, type SuiteName } from './suites/suites.ts';

/** What is asked of a process or a worker. */
export type BenchRequest = { readonly suites: readonly SuiteName[]; readonly amounts: Amounts };

/** Runs some suites one after the other. */
export async function runSuites(
	environment: Environment,
	request: BenchRequest,
	input: BenchInput,
	onStep: (step: string) => void,
): Promise<readonly Figure[]> {
	const figures: Figure[] = [];
	for (const name of request.suites) {
		const { amounts } = request;
		figures.push(
			...(await SUITES[name]({
				environment,
				amounts,
				input,
				onStep: (step) => onStep(`${name}: ${step}`),
			})),
		);
	}
	return figures;
}

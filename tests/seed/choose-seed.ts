import type { TestProject } from 'vitest/node';

declare module 'vitest' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- merged into Vitest's own
	interface ProvidedContext {
		readonly propertySeed: number;
	}
}

/** One seed for every property of a run, printed, so that any run can be had again: `PROPERTY_SEED=… npm run unit`. */
export default function chooseSeed(project: TestProject): void {
	const given = process.env['PROPERTY_SEED'];
	const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
	if (!Number.isInteger(seed)) throw new Error(`PROPERTY_SEED is ${given}, not an integer`);
	process.stdout.write(`property tests: PROPERTY_SEED=${seed}\n`);
	project.provide('propertySeed', seed);
}

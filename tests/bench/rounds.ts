/** One thing that is timed: `run` answers how many units of work it did. What `prepare` does is not timed. */
export type Task = {
	readonly prepare?: () => Promise<void> | void;
	readonly run: () => Promise<number> | number;
};

/** Units of work a second, one figure a round. */
export type Rates = readonly number[];

/** What a number of rounds gave. The control runs first and last in each; its rate of a round is the mean of both. */
export type Rounds<T extends string> = {
	readonly control: Rates;
	readonly tasks: { readonly [name in T]: Rates };
	/** Greatest ÷ least rate of the control over all its runs: how much the machine itself wavered. */
	readonly spread: number;
};

/** Runs a control and some tasks in turn, so that whatever slows the machine down slows all of them alike. */
export async function interleave<T extends string>(input: {
	readonly rounds: number;
	readonly control: Task;
	readonly tasks: { readonly [name in T]: Task };
	readonly onStep: (step: string) => void;
}): Promise<Rounds<T>> {
	const names = Object.keys(input.tasks) as T[];
	const control: number[] = [];
	const controlRuns: number[] = [];
	const tasks = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<T, number[]>;
	// Round 0 warms up and is not counted.
	for (let round = 0; round <= input.rounds; round++) {
		const before = await rateOf(input.control);
		for (const name of names) {
			input.onStep(`round ${round}/${input.rounds}: ${name}`);
			const rate = await rateOf(input.tasks[name]);
			if (round > 0) tasks[name].push(rate);
		}
		const after = await rateOf(input.control);
		if (round === 0) continue;
		control.push((before + after) / 2);
		controlRuns.push(before, after);
	}
	return { control, tasks, spread: Math.max(...controlRuns) / Math.min(...controlRuns) };
}

async function rateOf(task: Task): Promise<number> {
	await task.prepare?.();
	const start = performance.now();
	const units = await task.run();
	return (1000 * units) / (performance.now() - start);
}

/** The ratio of two rates, round by round. */
export function ratiosOf(subject: Rates, base: Rates): Rates {
	return subject.map((rate, round) => rate / (base[round] as number));
}

/** The middle one. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] as number;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

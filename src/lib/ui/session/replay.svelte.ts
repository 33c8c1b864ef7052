import type { Timeline, TimelineStep, WorldView } from '../../ledger/timeline.ts';

const STEP_MS = 650;
export const SPEEDS = [1, 2, 4] as const;

/**
 * Where in an incident the reader stands. The cursor is the last transaction that counts: −1 before the first, `null` for
 * the latest, which moves on as blocks come. Everything the console shows is the world at that point.
 */
export class Replay {
	timeline = $state.raw<Timeline>();
	playing = $state(false);
	speed = $state<(typeof SPEEDS)[number]>(1);
	#cursor = $state<number | null>(null);
	#timer: ReturnType<typeof setInterval> | undefined;

	readonly steps = $derived<readonly TimelineStep[]>(this.timeline?.steps ?? []);
	/** Index of the last transaction that counts. */
	readonly index = $derived(Math.min(this.#cursor ?? Infinity, this.steps.length - 1));
	readonly atLatest = $derived(this.#cursor === null || this.#cursor >= this.steps.length - 1);
	readonly world = $derived<WorldView | undefined>(this.steps[this.index]?.after ?? this.timeline?.before);
	readonly step = $derived<TimelineStep | undefined>(this.steps[this.index]);
	readonly height = $derived(this.step?.height ?? 0);
	readonly lastHeight = $derived(this.steps.at(-1)?.height ?? 0);

	/** Shows another incident, from its latest point. */
	open(timeline: Timeline | undefined): void {
		if (timeline?.incident !== this.timeline?.incident) {
			this.pause();
			this.#cursor = null;
		}
		this.timeline = timeline;
	}

	seek(index: number): void {
		this.#cursor = index >= this.steps.length - 1 ? null : Math.max(-1, index);
	}

	first(): void {
		this.pause();
		this.seek(-1);
	}

	latest(): void {
		this.pause();
		this.#cursor = null;
	}

	move(by: 1 | -1): void {
		this.pause();
		this.seek(this.index + by);
	}

	/** To the last transaction of the next block, or of the block before this one. */
	moveBlock(by: 1 | -1): void {
		this.pause();
		const here = this.height;
		if (by === 1) {
			const next = this.steps.find((step) => step.height > here)?.height;
			if (next !== undefined) this.seek(this.steps.findLastIndex((step) => step.height === next));
		} else this.seek(this.steps.findLastIndex((step) => step.height < here));
	}

	/** To the next refused transaction after here, round the end if need be. */
	nextRefusal(): void {
		this.pause();
		const refused = (step: TimelineStep) => step.receipt.status === 'reverted';
		const ahead = this.steps.findIndex((step, index) => index > this.index && refused(step));
		const found = ahead >= 0 ? ahead : this.steps.findIndex(refused);
		if (found >= 0) this.seek(found);
	}

	toggle(): void {
		if (this.playing) this.pause();
		else this.play();
	}

	/** Plays from here; from the start when everything has been shown. */
	play(): void {
		if (this.steps.length === 0) return;
		if (this.atLatest) this.seek(-1);
		this.playing = true;
		this.#tick();
	}

	pause(): void {
		this.playing = false;
		clearInterval(this.#timer);
		this.#timer = undefined;
	}

	changeSpeed(): void {
		this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length] as (typeof SPEEDS)[number];
		if (this.playing) this.#tick();
	}

	#tick(): void {
		clearInterval(this.#timer);
		this.#timer = setInterval(() => {
			this.seek(this.index + 1);
			if (this.atLatest) this.pause();
		}, STEP_MS / this.speed);
	}
}

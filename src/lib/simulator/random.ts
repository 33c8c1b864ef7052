/** A stream of numbers that is the same for the same seed everywhere (mulberry32; integer arithmetic only). */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x85ebca6b) >>> 0;
	}

	/** A number in [0, 1). */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let bits = this.#state;
		bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
		bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
		return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A number in [low, high). */
	between(low: number, high: number): number {
		return low + (high - low) * this.next();
	}

	/** An integer in 0 … n − 1. */
	below(n: number): number {
		return Math.floor(this.next() * n);
	}

	/** True with probability `p`. */
	chance(p: number): boolean {
		return this.next() < p;
	}

	/** One of some items; there must be one. */
	pick<T>(items: readonly T[]): T {
		return items[this.below(items.length)] as T;
	}

	/** About normal (sum of twelve): no logarithm or root, whose last digit engines may round apart. */
	normal(): number {
		let sum = -6;
		for (let i = 0; i < 12; i++) sum += this.next();
		return sum;
	}

	/** Around `mean`, skewed to the right: a mean-one factor of 1 ± `spread` with a tail. */
	skewed(mean: number, spread: number): number {
		const factor = 1 + spread * this.normal();
		const tail = this.chance(0.03) ? 1 + 2 * this.next() : 1;
		return mean * Math.max(0.3, factor) * tail;
	}
}

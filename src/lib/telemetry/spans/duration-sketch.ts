/** Values kept as they are; beyond it they are counted in logarithmic buckets. */
const MOST_EXACT = 512;
/** Width of a bucket: a quantile read from buckets is off by at most 1 %. */
const GROWTH = Math.log(1.02);
/** Values at or under this are one bucket. */
const LEAST_MS = 1e-3;

/** Quantiles of many numbers in bounded memory: exact up to 512 of them, within 1 % beyond. Signs are kept. */
export class DurationSketch {
	#exact: number[] | null = [];
	#sorted: Float64Array | null = null;
	#buckets: Map<number, number> | null = null;
	#count = 0;
	#sum = 0;

	/** Numbers added so far. */
	get count(): number {
		return this.#count;
	}

	/** Their mean; null of none. */
	get mean(): number | null {
		return this.#count > 0 ? this.#sum / this.#count : null;
	}

	/** Adds one number. */
	add(value: number): void {
		this.#count++;
		this.#sum += value;
		this.#sorted = null;
		if (this.#exact) {
			this.#exact.push(value);
			if (this.#exact.length > MOST_EXACT) this.#spill();
		} else this.#countIn(bucketOf(value), 1);
	}

	/** Adds all numbers of another sketch. */
	merge(other: DurationSketch): void {
		this.#sorted = null;
		this.#count += other.#count;
		this.#sum += other.#sum;
		if (this.#exact && other.#exact && this.#exact.length + other.#exact.length <= MOST_EXACT) {
			this.#exact.push(...other.#exact);
			return;
		}
		this.#spill();
		for (const value of other.#exact ?? []) this.#countIn(bucketOf(value), 1);
		for (const [bucket, count] of other.#buckets ?? []) this.#countIn(bucket, count);
	}

	/** The quantile `q` (0–1); null of none. */
	quantile(q: number): number | null {
		if (this.#exact) return quantileOfSorted((this.#sorted ??= Float64Array.from(this.#exact).sort()), q);
		const buckets = [...(this.#buckets ?? [])].sort(([a], [b]) => a - b);
		let left = q * (this.#count - 1);
		for (const [bucket, count] of buckets) {
			if (left < count) return valueOf(bucket);
			left -= count;
		}
		return valueOf(buckets.at(-1)?.[0] ?? 0);
	}

	#spill(): void {
		const values = this.#exact ?? [];
		this.#exact = null;
		this.#buckets ??= new Map();
		for (const value of values) this.#countIn(bucketOf(value), 1);
	}

	#countIn(bucket: number, count: number): void {
		this.#buckets?.set(bucket, (this.#buckets.get(bucket) ?? 0) + count);
	}
}

/** By linear interpolation, as `quantileOf` does it. */
function quantileOfSorted(sorted: Float64Array, q: number): number | null {
	if (sorted.length === 0) return null;
	const place = q * (sorted.length - 1);
	const low = Math.floor(place);
	const below = sorted[low] as number;
	return below + ((sorted[Math.min(low + 1, sorted.length - 1)] as number) - below) * (place - low);
}

function bucketOf(value: number): number {
	const size = Math.abs(value);
	if (size <= LEAST_MS) return 0;
	const bucket = 1 + Math.floor(Math.log(size / LEAST_MS) / GROWTH);
	return value < 0 ? -bucket : bucket;
}

function valueOf(bucket: number): number {
	if (bucket === 0) return 0;
	const size = LEAST_MS * Math.exp((Math.abs(bucket) - 0.5) * GROWTH);
	return bucket < 0 ? -size : size;
}

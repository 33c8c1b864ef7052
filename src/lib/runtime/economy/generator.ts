/** Repeatable random numbers of one stream. The same keys give the same numbers, on any chain and in any order of use. */
export type Generator = {
	/** Uniform in [0, 1). */
	uniform(): number;
	/** A whole number from 0 to `count` − 1. */
	below(count: number): number;
	/** Standard normal. */
	normal(): number;
	/** A uniform 32-bit word. */
	word(): number;
};

const WARM_UP = 12;

/**
 * The stream named by some whole numbers: sfc32 (Chris Doty-Humphrey's PractRand), its state filled from the keys by
 * MurmurHash3's mixer. Separate streams for separate purposes keep two chains of one seed in step even after their
 * histories have parted.
 */
export function createGenerator(...keys: readonly number[]): Generator {
	let [a, b, c, counter] = [mix(0x9e3779b9, keys), mix(0x243f6a88, keys), mix(0xb7e15162, keys), 1];
	const word = () => {
		const out = (((a + b) | 0) + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (((c << 21) | (c >>> 11)) + out) | 0;
		return out >>> 0;
	};
	for (let i = 0; i < WARM_UP; i++) word();
	const uniform = () => word() / 0x1_0000_0000;
	return {
		word,
		uniform,
		below: (count) => Math.floor(uniform() * count),
		normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
	};
}

function mix(start: number, keys: readonly number[]): number {
	let hash = start | 0;
	for (const key of keys) {
		hash ^= Math.imul(key | 0, 0xcc9e2d51);
		hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
		hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
		hash ^= hash >>> 16;
	}
	return hash;
}

/** The items in a random order. */
export function shuffled<T>(items: readonly T[], generator: Generator): readonly T[] {
	const out = [...items];
	for (let i = out.length - 1; i > 0; i--) {
		const j = generator.below(i + 1);
		[out[i], out[j]] = [out[j] as T, out[i] as T];
	}
	return out;
}

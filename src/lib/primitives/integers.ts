/** Whether a value is a consensus number: an integer from 0 to 2^53 − 1, and not −0. */
export function isNatural(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);
}

/** Raised when consensus arithmetic leaves 0 … 2^53 − 1: a fault (our bug, or a parameter out of bounds). */
export class IntegerOverflow extends Error {
	constructor(operation: string, a: number, b: number) {
		super(`integer overflow: ${a} ${operation} ${b}`);
	}
}

/** a + b, checked. */
export function add(a: number, b: number): number {
	const sum = a + b;
	if (!isNatural(sum)) throw new IntegerOverflow('+', a, b);
	return sum;
}

/** a − b, checked: the result is never negative. */
export function subtract(a: number, b: number): number {
	const difference = a - b;
	if (!isNatural(difference)) throw new IntegerOverflow('-', a, b);
	return difference;
}

/** a × b, checked. */
export function multiply(a: number, b: number): number {
	const product = a * b;
	if (!isNatural(product)) throw new IntegerOverflow('*', a, b);
	return product;
}

/** a ÷ b rounded down. */
export function divide(a: number, b: number): number {
	if (b === 0) throw new IntegerOverflow('/', a, b);
	return Math.floor(a / b);
}

/** a × b ÷ c rounded down, exact even where a × b exceeds 2^53. */
export function multiplyDivide(a: number, b: number, c: number): number {
	const product = a * b;
	if (isNatural(product)) return divide(product, c);
	const exact = (BigInt(a) * BigInt(b)) / BigInt(c);
	const result = Number(exact);
	if (!isNatural(result)) throw new IntegerOverflow('*/', a, b);
	return result;
}

/** The sum of many consensus numbers, checked. */
export function sum(values: Iterable<number>): number {
	let total = 0;
	for (const value of values) total = add(total, value);
	return total;
}

import type { JsonValue } from '../../primitives/json.ts';

/** The way to a value from the top of a document. */
export type Path = readonly (string | number)[];

/** Every value of a document that holds no others, with the way to it. */
export function leavesOf(
	value: JsonValue,
	path: Path = [],
): { readonly path: Path; readonly value: JsonValue }[] {
	if (value === null || typeof value !== 'object') return [{ path, value }];
	const inner: readonly (readonly [string | number, JsonValue])[] = Array.isArray(value)
		? (value as readonly JsonValue[]).map((one, index) => [index, one] as const)
		: Object.entries(value);
	return inner.flatMap(([key, one]) => leavesOf(one, [...path, key]));
}

/** The text of a document with the value at `path` replaced. The document itself stays as it was. */
export function withValue(document: JsonValue, path: Path, value: JsonValue): string {
	let holder = document as unknown as Record<string | number, JsonValue>;
	for (const key of path.slice(0, -1)) holder = holder[key] as unknown as typeof holder;
	const last = path.at(-1) as string | number;
	const before = holder[last] as JsonValue;
	holder[last] = value;
	const text = JSON.stringify(document);
	holder[last] = before;
	return text;
}

/**
 * The value with one character changed to another of its kind: a hex digit stays one, a number stays a number.
 * `where` picks the character.
 */
export function changeCharacter(value: JsonValue, where: number): JsonValue {
	if (typeof value === 'boolean') return !value;
	if (typeof value === 'number') return changeDigit(value, where);
	if (typeof value !== 'string') return 0;
	const start = value.startsWith('0x') ? 2 : 0;
	if (value.length === start) return `${value}x`;
	const at = start + (where % (value.length - start));
	return value.slice(0, at) + nextCharacter(value.charAt(at)) + value.slice(at + 1);
}

const CLASSES = ['0123456789', 'abcdef', 'ABCDEF', 'ghijklmnopqrstuvwxyz', 'GHIJKLMNOPQRSTUVWXYZ', '-_:/. '];

function nextCharacter(character: string): string {
	const alike = CLASSES.find((one) => one.includes(character)) ?? 'xy';
	return alike.charAt((alike.indexOf(character) + 1) % alike.length);
}

function changeDigit(value: number, where: number): number {
	const text = String(value);
	const digits = [...text].flatMap((character, at) => (/\d/.test(character) ? [at] : []));
	const at = digits[where % digits.length] as number;
	const next = (Number(text.charAt(at)) + 1) % 10;
	const leads = at === digits[0] && next === 0 && text.length > 1;
	return Number(text.slice(0, at) + String(leads ? 1 : next) + text.slice(at + 1));
}

import { FORBIDDEN_KEYS } from '../primitives/json.ts';
import { ImportHalt, type ImportFailure } from './import-failure.ts';
import type { Series } from './incident-model.ts';

/** Longest name of a node, service, metric or log statement, in bytes of its JSON text: two fit one evidence row. */
export const MAX_NAME_BYTES = 400;

/** Largest magnitude of a telemetry number; keeps every sum in the analysis finite. */
export const MAX_MAGNITUDE = 1e15;

const MINUTE = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Stops the parse with a failure. */
export function halt(failure: ImportFailure): never {
	throw new ImportHalt(failure);
}

/** A short word for what a value is, for the `found` of a failure. */
export function describe(value: unknown): string {
	if (value === null) return 'null';
	if (value === undefined) return 'nothing';
	if (Array.isArray(value)) return `array of ${value.length}`;
	if (typeof value === 'string') return `"${value.slice(0, 60)}"`;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return typeof value;
}

/** A plain object, or a halt. */
export function readObject(value: unknown, where: string): Readonly<Record<string, unknown>> {
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		return halt({ code: 'bad-field', where, expected: 'object', found: describe(value) });
	return value as Record<string, unknown>;
}

/** The entries of a name-keyed object, names checked, at most `limit`. */
export function readEntries(value: unknown, where: string, limit: number): [string, unknown][] {
	const record = readObject(value, where);
	const keys = Object.keys(record);
	if (keys.length > limit) halt({ code: 'too-many', where, limit, actual: keys.length });
	return keys.map((key) => [readName(key, `${where}.(name)`), record[key]]);
}

/** An array of at most `limit`, or a halt. */
export function readArray(value: unknown, where: string, limit: number): readonly unknown[] {
	if (!Array.isArray(value))
		return halt({ code: 'bad-field', where, expected: 'array', found: describe(value) });
	if (value.length > limit) halt({ code: 'too-many', where, limit, actual: value.length });
	return value;
}

/** A string without lone surrogates or control characters, or a halt. */
export function readText(value: unknown, where: string): string {
	if (typeof value !== 'string')
		return halt({ code: 'bad-field', where, expected: 'string', found: describe(value) });
	if (LONE_SURROGATE.test(value) || CONTROL.test(value))
		return halt({ code: 'bad-field', where, expected: 'well-formed string', found: describe(value) });
	return value;
}

/** A name that may become a row's node: not empty, not a prototype key, short enough for a row of 1 KiB. */
export function readName(value: unknown, where: string): string {
	const text = readText(value, where);
	if (text === '' || FORBIDDEN_KEYS.has(text))
		return halt({ code: 'bad-field', where, expected: 'name', found: describe(value) });
	if (jsonBytes(text) > MAX_NAME_BYTES)
		return halt({
			code: 'bad-field',
			where,
			expected: `name of at most ${MAX_NAME_BYTES} bytes`,
			found: describe(value),
		});
	return text;
}

/** Length of a string's JSON text in UTF-8 bytes, without quotes. */
export function jsonBytes(text: string): number {
	let bytes = 0;
	for (const character of text) {
		const code = character.codePointAt(0) as number;
		bytes +=
			code < 0x20
				? 6
				: code === 0x22 || code === 0x5c
					? 2
					: code < 0x80
						? 1
						: code < 0x800
							? 2
							: code < 0x10000
								? 3
								: 4;
	}
	return bytes;
}

/** A finite number of sane size, −0 made 0, or a halt. */
export function readNumber(value: unknown, where: string): number {
	if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > MAX_MAGNITUDE)
		return halt({ code: 'bad-field', where, expected: 'finite number', found: describe(value) });
	return value === 0 ? 0 : value;
}

/** A number or null (also when absent). */
export function readOptionalNumber(value: unknown, where: string): number | null {
	return value === null || value === undefined ? null : readNumber(value, where);
}

/** A series of exactly `length` numbers or nulls. `floor` is the least number allowed. */
export function readSeries(value: unknown, where: string, length: number, floor = -MAX_MAGNITUDE): Series {
	const list = readArray(value, where, Number.POSITIVE_INFINITY);
	if (list.length !== length) halt({ code: 'series-length', where, expected: length, actual: list.length });
	return list.map((entry, index) => {
		if (entry === null) return null;
		const number = readNumber(entry, `${where}[${index}]`);
		if (number < floor)
			halt({
				code: 'bad-field',
				where: `${where}[${index}]`,
				expected: `number of at least ${floor}`,
				found: describe(entry),
			});
		return number;
	});
}

/** A list of exactly `length` booleans (0 and 1 are accepted). */
export function readFlags(value: unknown, where: string, length: number): readonly boolean[] {
	const list = readArray(value, where, Number.POSITIVE_INFINITY);
	if (list.length !== length) halt({ code: 'series-length', where, expected: length, actual: list.length });
	return list.map((entry, index) => {
		if (entry === true || entry === 1) return true;
		if (entry === false || entry === 0) return false;
		return halt({
			code: 'bad-field',
			where: `${where}[${index}]`,
			expected: 'boolean',
			found: describe(entry),
		});
	});
}

/** A UTC time spelled `YYYY-MM-DD HH:MM:SS` that exists in the calendar, or a halt. */
export function readMinute(value: unknown, where: string): string {
	const text = readText(value, where);
	if (secondsOfMinute(text) === null)
		return halt({ code: 'bad-field', where, expected: 'YYYY-MM-DD HH:MM:SS', found: describe(value) });
	return text;
}

/** Seconds since the Unix epoch of `YYYY-MM-DD HH:MM:SS` UTC; null when it is not spelled so or does not exist. */
export function secondsOfMinute(text: string): number | null {
	const match = MINUTE.exec(text);
	if (!match) return null;
	const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
	return formatMinute(seconds) === text ? seconds : null;
}

/** `YYYY-MM-DD HH:MM:SS` UTC of whole seconds since the Unix epoch. */
export function formatMinute(seconds: number): string {
	return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

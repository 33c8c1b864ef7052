import { isJsonObject, type JsonObject, type JsonValue } from '../../primitives/json.ts';

/** The objects of a list that may be absent. */
export function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
	return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}

/** The first of several spellings of a field: lower camel case as OTLP/JSON asks, snake case as some write. */
export function fieldOf(record: JsonObject, ...names: readonly string[]): JsonValue | undefined {
	for (const name of names) if (record[name] !== undefined) return record[name];
	return undefined;
}

/** An attribute's plain value (string, number, boolean); undefined when it is absent or nested. */
export function attributeOf(record: JsonObject, key: string): string | number | boolean | undefined {
	for (const attribute of objectsIn(record.attributes)) {
		if (attribute.key !== key || !isJsonObject(attribute.value)) continue;
		const { stringValue, intValue, doubleValue, boolValue } = attribute.value;
		if (typeof stringValue === 'string') return stringValue;
		if (typeof boolValue === 'boolean') return boolValue;
		const number = Number(intValue ?? doubleValue);
		return Number.isFinite(number) ? number : undefined;
	}
	return undefined;
}

/** A time in nanoseconds (a string, since it is beyond 2^53) as ms; NaN when it is none. */
export function millisecondsOf(value: JsonValue | undefined): number {
	return typeof value === 'string' || typeof value === 'number' ? Number(value) / 1e6 : Number.NaN;
}

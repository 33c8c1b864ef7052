import { isJsonObject, type JsonObject, type JsonValue } from '../../primitives/json.ts';

/** One field of transaction data: where it stands (`alert.node`, `steps[].id`), and what it may be. */
export type Field = { readonly path: string; readonly shape: string; readonly optional: boolean };

/**
 * The fields of a JSON Schema, one list for each of its variants, nested objects by path. `named` are schemas that stand
 * under their name instead of being written out.
 */
export function fieldsOf(
	schema: JsonObject,
	named: ReadonlyMap<JsonValue, string> = new Map(),
): readonly (readonly Field[])[] {
	const variants = schema['anyOf'] ?? schema['oneOf'];
	const shapes = Array.isArray(variants) ? (variants as readonly JsonObject[]) : [schema];
	return shapes.map((shape) => fieldsOfObject(shape, '', named));
}

function fieldsOfObject(
	schema: JsonObject,
	prefix: string,
	named: ReadonlyMap<JsonValue, string>,
): readonly Field[] {
	const required = schema['required'] as readonly string[];
	return Object.entries(schema['properties'] as JsonObject).flatMap(([name, value]): readonly Field[] => {
		const inner = value as JsonObject;
		const path = `${prefix}${name}`;
		const field = { path, shape: shapeOf(inner, named), optional: !required.includes(name) };
		const item = inner['type'] === 'array' ? (inner['items'] as JsonObject) : undefined;
		if (item && isOpen(item, named)) return [field, ...fieldsOfObject(item, `${path}[].`, named)];
		if (!isOpen(inner, named)) return [field];
		return [...(field.optional ? [field] : []), ...fieldsOfObject(inner, `${path}.`, named)];
	});
}

/** Whether a schema is an object whose own fields are to be listed. */
function isOpen(schema: JsonObject, named: ReadonlyMap<JsonValue, string>): boolean {
	return !named.has(schema) && isJsonObject(schema['properties'] as JsonValue);
}

/** What a value may be, in signs that need no language. */
function shapeOf(schema: JsonObject, named: ReadonlyMap<JsonValue, string>): string {
	const name = named.get(schema);
	if (name !== undefined) return name;
	const choices = schema['anyOf'] ?? schema['oneOf'];
	if (Array.isArray(choices))
		return (choices as readonly JsonObject[]).map((one) => shapeOf(one, named)).join(' | ');
	if (Array.isArray(schema['enum'])) return (schema['enum'] as readonly JsonValue[]).map(String).join(' | ');
	if (schema['const'] !== undefined) return JSON.stringify(schema['const']);
	const { minimum, maximum, minItems, maxItems, minLength, maxLength } = schema;
	switch (schema['type']) {
		case 'integer':
			return maximum === Number.MAX_SAFE_INTEGER
				? `integer ≥ ${String(minimum)}`
				: `integer ${String(minimum)}…${String(maximum)}`;
		case 'string':
			return typeof schema['pattern'] === 'string'
				? schema['pattern']
				: `text ${String(minLength)}…${String(maxLength)}`;
		case 'array':
			return `[${shapeOf(schema['items'] as JsonObject, named)}] × ${String(minItems)}…${String(maxItems)}`;
		default:
			return String(schema['type']);
	}
}

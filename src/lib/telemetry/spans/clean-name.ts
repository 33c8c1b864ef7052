import { FORBIDDEN_KEYS } from '../../primitives/json.ts';
import { jsonBytes, MAX_NAME_BYTES } from '../field-reader.ts';
import type { WarningList } from '../import-failure.ts';

/** Two names make one edge row, and a node's name holds a service and an operation. */
const MOST_BYTES = MAX_NAME_BYTES / 2 - 12;
const UNSAFE = /[\u0000-\u001f\u007f]|\p{Surrogate}/gu;
const EXTRA = /^(?:\d+|[0-9a-f]{16,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;

/** A name of a source made fit for a row: no control characters, no prototype key, not too long. */
export function cleanName(name: string, where: string, warnings: WarningList): string {
	const safe = name.replace(UNSAFE, '·').trim();
	if (safe === '' || FORBIDDEN_KEYS.has(safe)) return `(${safe})`;
	if (3 * safe.length <= MOST_BYTES || jsonBytes(safe) <= MOST_BYTES) return safe;
	warnings.add('name-clipped', where, safe.slice(0, 60), 'name');
	let clipped = '';
	let bytes = 1;
	for (const character of safe) {
		bytes += jsonBytes(character);
		if (bytes + 2 > MOST_BYTES) break;
		clipped += character;
	}
	return `${clipped}…`;
}

/** The name of an operation with what differs from call to call (numbers, ids, query) taken out of its path. */
export function operationName(name: string, where: string, warnings: WarningList): string {
	const path = name.startsWith('/') || name.includes(' /') ? name.split('?', 1)[0] : name;
	const generic = path?.includes('/')
		? path
				.split('/')
				.map((part) => (EXTRA.test(part) ? '{id}' : part))
				.join('/')
		: name;
	return cleanName(generic, where, warnings);
}

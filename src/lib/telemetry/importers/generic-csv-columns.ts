import { secondsOfMinute } from '../field-reader.ts';
import { knownMetric, type KnownMetric } from '../measured/metric-names.ts';

/** Which column is what: one metric per column (wide), or a column that names the metric beside one of values (long). */
export type ColumnMap = {
	readonly time: number;
	readonly node: number;
	readonly metric: number | null;
	readonly values: readonly { readonly column: number; readonly known: KnownMetric }[];
};

const TIME =
	/^(?:time|timestamp|ts|date|datetime|minute|window|start(?:_?time)?|_time|@timestamp)(?:\W.*)?$|unix|epoch/i;
const NODE =
	/^(?:node|service|service_?name|endpoint|pod|pod_?name|container|host|instance|component|microservice|app|cmdb_id|name)$/i;
const METRIC = /^(?:metric|metric_?name|kpi|kpi_name|measure|field|_field|__name__|series)$/i;
const VALUE = /^(?:value|val|_value|measurement|reading)$/i;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** The columns of a table, guessed from its heading and a row; null when it holds no time, no node or no number. */
export function guessColumns(heading: readonly string[], row: readonly string[]): ColumnMap | null {
	const find = (pattern: RegExp) => heading.findIndex((name) => pattern.test(name.trim()));
	const time = find(TIME);
	const node = find(NODE);
	if (time === -1 || node === -1 || time === node || secondsOfTime(row[time] ?? '') === null) return null;
	const metric = heading.findIndex((name, i) => i !== node && METRIC.test(name.trim()));
	const value = find(VALUE);
	if (metric !== -1 && value !== -1)
		return {
			time,
			node,
			metric,
			values: [{ column: value, known: { metric: 'value', factor: 1, guessed: true } }],
		};
	const values = heading.flatMap((name, column) => {
		if (column === time || column === node) return [];
		const cell = row[column]?.trim() ?? '';
		if (cell !== '' && !NUMBER.test(cell)) return [];
		const known = knownMetric(name.trim());
		return known ? [{ column, known }] : [];
	});
	const names = new Set<string>();
	const distinct = values.filter(({ known }) => !names.has(known.metric) && names.add(known.metric));
	return distinct.length > 0 ? { time, node, metric: null, values: distinct } : null;
}

/** Seconds since the Unix epoch of a cell: epoch numbers in s, ms, µs or ns, or an ISO-like time taken as UTC; else null. */
export function secondsOfTime(cell: string): number | null {
	const text = cell.trim();
	if (NUMBER.test(text)) {
		let seconds = Number(text);
		for (let i = 0; i < 3 && seconds >= 1e11; i++) seconds /= 1e3;
		return seconds >= 3e7 && seconds < 7e9 ? Math.floor(seconds) : null;
	}
	const match =
		/^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?/.exec(
			text,
		);
	if (!match) return null;
	const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = match;
	const base = secondsOfMinute(`${year}-${month}-${day} ${hour}:${minute}:${second}`);
	const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
	if (base === null || !offset) return base;
	const shift = 60 * (60 * Number(offset[2]) + Number(offset[3]));
	return offset[1] === '-' ? base + shift : base - shift;
}

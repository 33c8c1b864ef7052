import type { LogTelemetry, Series } from '../incident-model.ts';

/** How bad a log line is. */
export type LogLevel = 'info' | 'warn' | 'error';

const BUCKET_SECONDS = 5;
const MOST_TEMPLATES = 400;
const MOST_LENGTH = 100;

type Counts = Map<number, number>;
type ServiceLogs = {
	readonly levels: Map<LogLevel | 'exception', Counts>;
	readonly templates: Map<string, Counts>;
};

/** Log lines of services counted by level, by statement and by five seconds. */
export class LogTally {
	readonly services = new Map<string, ServiceLogs>();
	lines = 0;

	/** Counts one line; statements beyond the first 400 of a service are counted by level only. */
	add(service: string, seconds: number, level: LogLevel, statement: string, isException: boolean): void {
		this.lines++;
		let logs = this.services.get(service);
		if (!logs) this.services.set(service, (logs = { levels: new Map(), templates: new Map() }));
		const bucket = Math.floor(seconds / BUCKET_SECONDS);
		count(logs.levels, level, bucket);
		if (isException) count(logs.levels, 'exception', bucket);
		const template = `${level.toUpperCase()} ${statement}`.slice(0, MOST_LENGTH);
		if (logs.templates.has(template) || logs.templates.size < MOST_TEMPLATES)
			count(logs.templates, template, bucket);
	}

	/** First and last second of any line; null of none. */
	reach(): readonly [number, number] | null {
		let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
		for (const { levels } of this.services.values())
			for (const counts of levels.values())
				for (const bucket of counts.keys()) {
					first = Math.min(first, bucket * BUCKET_SECONDS);
					last = Math.max(last, bucket * BUCKET_SECONDS);
				}
		return first <= last ? [first, last] : null;
	}

	/** Counts over windows; `windowOf` gives the window of a time. */
	telemetry(length: number, windowOf: (seconds: number) => number | null): ReadonlyMap<string, LogTelemetry> {
		const seriesOf = (counts: Counts): Series => {
			const out = new Array<number>(length).fill(0);
			for (const [bucket, lines] of counts) {
				const window = windowOf(bucket * BUCKET_SECONDS);
				if (window !== null) out[window] = (out[window] as number) + lines;
			}
			return out;
		};
		const all = (map: ReadonlyMap<string, Counts>) =>
			new Map([...map].map(([name, counts]) => [name, seriesOf(counts)]));
		return new Map(
			[...this.services].map(([name, { levels, templates }]) => [
				name,
				{ levels: all(levels), templates: all(templates) },
			]),
		);
	}
}

/** What stays the same of a log line: numbers, ids, quoted and bracketed text and addresses are taken out. */
export function statementOf(text: string): string {
	return text
		.slice(0, 400)
		.replace(/"[^"]*"|'[^']*'|\[[^\]]*\]|\{[^}]*\}/g, '*')
		.replace(/[0-9a-f]{8,}|\d[\d.:,-]*/gi, '*')
		.replace(/[\u0000-\u001f\u007f]|\p{Surrogate}/gu, ' ')
		.replace(/[* ]{2,}/g, ' * ')
		.trim()
		.slice(0, 80);
}

function count<K>(map: Map<K, Counts>, key: K, bucket: number): void {
	let counts = map.get(key);
	if (!counts) map.set(key, (counts = new Map()));
	counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
}

import { isJsonObject, type JsonObject, type JsonValue } from '../../primitives/json.ts';
import type { WarningList } from '../import-failure.ts';
import { MAX_MAGNITUDE } from '../field-reader.ts';
import { statementOf, type LogLevel, type LogTally } from '../measured/log-tally.ts';
import { knownMetric, type KnownMetric } from '../measured/metric-names.ts';
import type { SampleTable } from '../measured/sample-table.ts';
import { attributeOf, fieldOf, millisecondsOf, objectsIn } from './otlp-value.ts';
import { faultOfTimes } from './span-files.ts';

const CUMULATIVE: ReadonlySet<JsonValue | undefined> = new Set([2, 'AGGREGATION_TEMPORALITY_CUMULATIVE']);
const FIRST_ERROR = 17;
const FIRST_WARNING = 13;

/** Counters that only grow: the last value of each, to make differences of. */
export type Counters = Map<string, { seconds: number; value: number }>;

/** Adds the data points of one `resourceMetrics` entry; of a histogram the mean. */
export function addMetrics(
	resource: JsonObject,
	service: string,
	where: string,
	into: { readonly samples: SampleTable; readonly counters: Counters; readonly warnings: WarningList },
): void {
	for (const scope of objectsIn(fieldOf(resource, 'scopeMetrics', 'scope_metrics')))
		for (const metric of objectsIn(scope.metrics)) {
			const name = typeof metric.name === 'string' ? metric.name : '';
			const known = knownMetric(name, typeof metric.unit === 'string' ? metric.unit : '');
			if (!known) into.warnings.add('dropped-row', where, 'metric without a name', 'metric');
			else {
				if (known.guessed)
					into.warnings.add('guessed-unit', `${where} ${name}`, known.metric, `unit ${name}`);
				addPoints(metric, known, service, where, into);
			}
		}
}

function addPoints(
	metric: JsonObject,
	known: KnownMetric,
	service: string,
	where: string,
	into: Parameters<typeof addMetrics>[3],
): void {
	for (const shape of ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary']) {
		const data = metric[shape];
		if (!isJsonObject(data)) continue;
		const grows = CUMULATIVE.has(data.aggregationTemporality) && shape !== 'gauge';
		objectsIn(data.dataPoints).forEach((point, index) => {
			const seconds = millisecondsOf(fieldOf(point, 'timeUnixNano', 'time_unix_nano')) / 1000;
			const value = valueOf(
				point,
				`${service}\n${String(metric.name)}\n${JSON.stringify(point.attributes ?? [])}`,
				{
					seconds,
					grows,
					counters: into.counters,
				},
			);
			if (value === null) return;
			if (faultOfTimes(seconds * 1000, 0) || !(Math.abs(value) <= MAX_MAGNITUDE))
				into.warnings.add('dropped-row', `${where} ${String(metric.name)}[${index}]`, 'bad point', 'point');
			else into.samples.add(service, known.metric, Math.floor(seconds), Math.max(0, value * known.factor));
		});
	}
}

/** A point's number: as it is, a histogram's mean, or the growth since the last one; null where there is none yet. */
function valueOf(
	point: JsonObject,
	key: string,
	{ seconds, grows, counters }: { seconds: number; grows: boolean; counters: Counters },
): number | null {
	const since = (part: string, value: number): number | null => {
		if (!grows) return value;
		const last = counters.get(`${key}\n${part}`);
		counters.set(`${key}\n${part}`, { seconds, value });
		return last && seconds > last.seconds && value >= last.value ? value - last.value : null;
	};
	if (point.count !== undefined) {
		const count = since('count', Number(point.count));
		const sum = since('sum', Number(point.sum ?? Number.NaN));
		return count !== null && sum !== null && count > 0 ? sum / count : null;
	}
	const number = point.asDouble ?? point.asInt;
	return number === undefined ? null : since('value', Number(number));
}

/** Counts the records of one `resourceLogs` entry; bodies are reduced to what stays the same. */
export function addLogs(
	resource: JsonObject,
	service: string,
	where: string,
	into: { readonly logs: LogTally; readonly warnings: WarningList },
): void {
	for (const scope of objectsIn(fieldOf(resource, 'scopeLogs', 'scope_logs')))
		for (const [index, record] of objectsIn(fieldOf(scope, 'logRecords', 'log_records')).entries()) {
			const timed = millisecondsOf(fieldOf(record, 'timeUnixNano', 'time_unix_nano'));
			const ms = timed > 0 ? timed : millisecondsOf(fieldOf(record, 'observedTimeUnixNano'));
			if (faultOfTimes(ms, 0)) {
				into.warnings.add('dropped-row', `${where} logRecords[${index}]`, 'bad time', 'log');
				continue;
			}
			const isException = attributeOf(record, 'exception.type') !== undefined;
			into.logs.add(service, ms / 1000, levelOf(record), statementOf(bodyOf(record)), isException);
		}
}

function bodyOf(record: JsonObject): string {
	return isJsonObject(record.body) && typeof record.body.stringValue === 'string'
		? record.body.stringValue
		: '*';
}

function levelOf(record: JsonObject): LogLevel {
	const severity = Number(fieldOf(record, 'severityNumber', 'severity_number') ?? 0);
	const text = typeof record.severityText === 'string' ? record.severityText : '';
	if (severity >= FIRST_ERROR || (severity === 0 && /^(?:err|fatal|crit)/i.test(text))) return 'error';
	return severity >= FIRST_WARNING || (severity === 0 && /^warn/i.test(text)) ? 'warn' : 'info';
}

import { m } from '$lib/paraglide/messages.js';
import type { ImportFailure, ImportWarning } from '../../telemetry/import-failure.ts';
import type { ImportReport } from '../../telemetry/importers/importer.ts';
import type { ChoiceFailure, ReadProgress } from '../../worker/session.ts';
import { formatBytes, formatNumber } from '../format/number.ts';

type FailureOf<Code extends ImportFailure['code']> = Extract<ImportFailure, { readonly code: Code }>;
type Word = () => string;

const FAILURES: { readonly [code in ImportFailure['code']]: (failure: FailureOf<code>) => string } = {
	'no-file': m.import_fail_no_file,
	cancelled: m.fail_cancelled,
	'empty-file': ({ file }) => m.import_fail_empty_file({ file }),
	'too-many-files': ({ limit, actual }) =>
		m.import_fail_too_many_files({ limit: formatNumber(limit), actual: formatNumber(actual) }),
	'too-large': ({ file, limitBytes, actualBytes }) =>
		m.import_fail_too_large({ file, limit: formatBytes(limitBytes), actual: formatBytes(actualBytes) }),
	'too-large-together': ({ files, limitBytes, actualBytes }) =>
		m.import_fail_too_large_together({
			files: formatNumber(files),
			limit: formatBytes(limitBytes),
			actual: formatBytes(actualBytes),
		}),
	'too-compressed': ({ file, limitRatio, limitBytes }) =>
		m.import_fail_too_compressed({ file, ratio: formatNumber(limitRatio), limit: formatBytes(limitBytes) }),
	'broken-compression': ({ file, format }) => m.import_fail_broken_compression({ file, format }),
	'broken-text': ({ file, offset }) => m.import_fail_broken_text({ file, offset: formatNumber(offset) }),
	'broken-json': (failure) =>
		m.import_fail_broken_json({
			file: failure.file,
			line: failure.line,
			column: failure.column,
			what: JSON_FAULTS[failure.reason]({
				expected: wordOf(EXPECTED, failure.expected),
				found: failure.found === '' ? m.import_found_end() : shown(failure.found),
			}),
		}),
	'broken-csv': ({ file, row, found }) =>
		found === 'InvalidQuotes'
			? m.import_fail_broken_csv_text({ file, row })
			: m.import_fail_broken_csv_open({ file, row }),
	'bad-field': ({ where, expected, found }) =>
		m.import_fail_bad_field({ where, expected, found: shown(found) }),
	'series-length': ({ where, expected, actual }) =>
		m.import_fail_series_length({ where, expected: formatNumber(expected), actual: formatNumber(actual) }),
	'unknown-name': ({ where, expected, found }) =>
		m.import_fail_unknown_name({ where, expected, found: shown(found) }),
	duplicate: ({ where, found }) => m.import_fail_duplicate({ where, found: shown(found) }),
	'too-many': ({ where, limit, actual }) =>
		m.import_fail_too_many({ where, limit: formatNumber(limit), actual: formatNumber(actual) }),
	'newer-version': ({ supported, found }) => m.import_fail_newer_version({ supported, found }),
	'no-alert': ({ where }) => m.import_fail_no_alert({ where }),
	'no-telemetry': ({ where }) => m.import_fail_no_telemetry({ where }),
	'mixed-forms': ({ files }) =>
		m.import_fail_mixed_forms({
			list: files
				.slice(0, MOST_NAMED)
				.map(({ file, form }) => m.import_fail_mixed_form({ file, form: nameOfForm(form) }))
				.join(' · '),
		}),
	'missing-companion': ({ file, expected }) =>
		m.import_fail_missing_companion({ file, expected: expected.join(' · ') }),
	unrecognised: ({ file }) => m.import_fail_unrecognised({ file }),
};

const MOST_NAMED = 6;
const LONGEST_SHOWN = 60;

type JsonFaultCode = FailureOf<'broken-json'>['reason'];
const JSON_FAULTS: {
	readonly [code in JsonFaultCode]: (fault: { readonly expected: string; readonly found: string }) => string;
} = {
	syntax: m.import_json_syntax,
	'too-deep': m.import_json_too_deep,
	'too-many-nodes': m.import_json_too_many_nodes,
	'too-large': m.import_json_too_large,
	'duplicate-key': m.import_json_duplicate_key,
	'forbidden-key': m.import_json_forbidden_key,
	'lone-surrogate': m.import_json_lone_surrogate,
	'bad-number': m.import_json_bad_number,
	'bad-utf8': () => m.import_json_bad_utf8(),
};

const EXPECTED: { readonly [expected: string]: Word } = {
	value: m.import_expected_value,
	key: m.import_expected_key,
	colon: m.import_expected_colon,
	'comma-or-bracket': m.import_expected_comma_or_bracket,
	'comma-or-brace': m.import_expected_comma_or_brace,
	digit: m.import_expected_digit,
	escape: m.import_expected_escape,
	'hex-digit': m.import_expected_hex_digit,
	'closing-quote': m.import_expected_closing_quote,
	'no-control-character': m.import_expected_no_control_character,
	'end-of-text': m.import_expected_end_of_text,
};

const WARNINGS: { readonly [code in ImportWarning['code']]: (warning: ImportWarning) => string } = {
	'unknown-field': m.import_warn_unknown_field,
	'dropped-row': ({ detail = '' }) => m.import_warn_dropped_row({ why: reasonOf(detail) }),
	'guessed-unit': ({ detail = '' }) => m.import_warn_guessed_unit({ detail }),
	'guessed-column': ({ detail = '' }) => m.import_warn_guessed_column({ detail }),
	'guessed-baseline': ({ detail }) =>
		detail === 'by-name' ? m.import_warn_guessed_baseline_name() : m.import_warn_guessed_baseline_time(),
	'skipped-file': m.import_warn_skipped_file,
	'derived-alert': ({ where, detail = '' }) => m.import_warn_derived_alert({ detail: `${where} ${detail}` }),
	'alert-node-unknown': ({ detail = '' }) => m.import_warn_alert_node_unknown({ detail }),
	'missing-metrics': ({ detail = '' }) =>
		detail === 'service.name' ? m.import_warn_no_service_name() : m.import_warn_missing_metrics({ detail }),
	'missing-calls': ({ where }) => m.import_warn_missing_calls({ detail: where }),
	'missing-baseline': m.import_warn_missing_baseline,
	'clock-skew': ({ detail = '' }) => {
		const [spans = '0', ms = '0'] = detail.match(/\d+/g) ?? [];
		return m.import_warn_clock_skew({ spans: formatNumber(Number(spans)), ms: formatNumber(Number(ms)) });
	},
	'name-clipped': ({ detail = '' }) => m.import_warn_name_clipped({ detail }),
	'no-parent': ({ detail = '' }) => {
		const [count = '0', total = '0'] = detail.match(/\d+/g) ?? [];
		return m.import_warn_no_parent({
			count: formatNumber(Number(count)),
			total: formatNumber(Number(total)),
		});
	},
};

/** Why a row was dropped, by the importers' own words. */
export const ROW_FAULTS: { readonly [detail: string]: Word } = {
	'bad time': m.import_row_bad_time,
	'no id': m.import_row_no_id,
	'bad start': m.import_row_bad_start,
	'bad duration': m.import_row_bad_duration,
	'no process': m.import_row_no_process,
	'no object': m.import_row_no_object,
	'no spans': m.import_row_no_spans,
	'bad number': m.import_row_bad_number,
	'no name': m.import_row_no_name,
	'bad sample': m.import_row_bad_sample,
	'bad point': m.import_row_bad_point,
	'not UTF-8': m.import_row_not_utf8,
	'no service label': m.import_row_no_service_label,
	'no metric name': m.import_row_no_metric_name,
	'metric without a name': m.import_row_no_metric_name,
	'later-alert': m.import_row_later_alert,
	...Object.fromEntries(Object.keys(JSON_FAULTS).map((code) => [code, m.import_row_broken_line])),
};

const MISSING: { readonly [what in ImportReport['missing'][number]]: Word } = {
	baseline: m.import_missing_baseline,
	'call-counts': m.import_missing_call_counts,
	logs: m.import_missing_logs,
	resources: m.import_missing_resources,
	'self-time': m.import_missing_self_time,
	edges: m.import_missing_edges,
	alert: m.import_missing_alert,
};

const FORMS: { readonly [importer: string]: Word } = {
	'incident-json': m.import_form_incident_json,
	mabc: m.import_form_mabc,
	jaeger: () => 'Jaeger JSON',
	otlp: () => 'OTLP JSON',
	prometheus: () => 'Prometheus JSON',
	nezha: () => 'Nezha CSV',
	petshop: () => 'PetShop CSV',
	'generic-csv': m.import_form_generic_csv,
};

/** Why files were not imported: where, what was expected, what was found. */
export function sentenceOfImportFailure(failure: ImportFailure): string {
	return (FAILURES[failure.code] as (failure: ImportFailure) => string)(failure);
}

/** What was lost or guessed; how often and where first is beside it in the warning. */
export function sentenceOfWarning(warning: ImportWarning): string {
	return WARNINGS[warning.code](warning);
}

/** What a source does not hold, and what that costs. */
export function sentenceOfMissing(what: ImportReport['missing'][number]): string {
	return MISSING[what]();
}

/** A form of telemetry by its importer's name. */
export function nameOfForm(importer: string): string {
	return wordOf(FORMS, importer);
}

const PHASES: { readonly [phase in ReadProgress['phase']]: (input: { file: string }) => string } = {
	opening: m.import_phase_opening,
	unpacking: m.import_phase_unpacking,
	recognising: m.import_phase_recognising,
	reading: m.import_phase_reading,
};

/** What is being done with which file. */
export function sentenceOfPhase({ phase, file }: ReadProgress): string {
	return PHASES[phase]({ file });
}

/** Bytes and rows read so far, as far as they say anything. */
export function describeProgress({ doneBytes, totalBytes, rows }: ReadProgress): string {
	const bytes = m.import_bytes({ done: formatBytes(doneBytes), total: formatBytes(totalBytes) });
	return rows > 0 ? `${bytes} · ${m.import_rows({ rows: formatNumber(rows) })}` : bytes;
}

const CHOICE_FAILURES: { readonly [code in ChoiceFailure['code']]: Word } = {
	'unknown-series': m.picker_fail_unknown_series,
	'bad-window': m.picker_fail_bad_window,
	'no-value-in-window': m.picker_fail_no_value_in_window,
	'nothing-to-watch': m.picker_fail_nothing_to_watch,
	'import-gone': m.fail_import_gone,
};

/** Why a choice of alert and windows was not taken. */
export function sentenceOfChoiceFailure({ code }: ChoiceFailure): string {
	return CHOICE_FAILURES[code]();
}

/** Why rows were dropped; that spans lie too deep comes with two numbers. */
function reasonOf(detail: string): string {
	const [, count, limit] = /^(\d+) spans more than (\d+) calls deep$/.exec(detail) ?? [];
	return count === undefined || limit === undefined
		? wordOf(ROW_FAULTS, detail)
		: m.import_row_too_deep({ count: formatNumber(Number(count)), limit });
}

/** The word for a known key, else the key itself. */
function wordOf(words: { readonly [key: string]: Word }, key: string): string {
	return Object.hasOwn(words, key) ? (words[key] as Word)() : key;
}

/** Something found in a file, shortened and set off from the sentence. */
function shown(found: string): string {
	return found.length > LONGEST_SHOWN ? `${found.slice(0, LONGEST_SHOWN)}…` : found;
}

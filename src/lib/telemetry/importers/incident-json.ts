import { isJsonObject } from '../../primitives/json.ts';
import { err, ok, type Result } from '../../primitives/result.ts';
import type { ImportFailure } from '../import-failure.ts';
import { parseTelemetry } from '../incident.ts';
import { atOnce, reportOf, type Imported, type Importer, type SourceFile } from './importer.ts';
import { looksLikeJson } from './source-file.ts';

/** The product's own form: one JSON object with `minutes` and columnar `nodes`. */
export const incidentJsonImporter: Importer = {
	name: 'incident-json',
	lookedFor: 'object with "minutes" and "nodes" or "services"',
	recognises(file) {
		if (!looksLikeJson(file)) return false;
		const json = file.json();
		return (
			json.ok &&
			isJsonObject(json.value) &&
			Array.isArray(json.value.minutes) &&
			('nodes' in json.value || 'services' in json.value)
		);
	},
	import: atOnce(importIncidentJson),
};

function importIncidentJson(files: readonly SourceFile[]): Result<Imported, ImportFailure> {
	const [file, second] = files;
	if (!file) return err({ code: 'no-file' });
	if (second) return err({ code: 'too-many-files', limit: 1, actual: files.length });
	const json = file.json();
	if (!json.ok) return json;
	const parsed = parseTelemetry(json.value);
	if (!parsed.ok) return parsed;
	const { telemetry, warnings } = parsed.value;
	return ok({ telemetry, warnings, report: reportOf('incident-json', files, telemetry) });
}

import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sharedFiles } from '../../../../tests/shared-files.ts';
import { importFiles } from './import-files.ts';

const shared = sharedFiles('formats/prometheus');
const answer = (name: string, values: readonly (readonly [number, string])[], labels: object) => ({
	name: 'unknown',
	bytes: strToU8(
		JSON.stringify({
			status: 'success',
			data: { resultType: 'matrix', result: [{ metric: { __name__: name, ...labels }, values }] },
		}),
	),
});
const at = (minute: number, value: string): [number, string] => [1_700_000_040 + 60 * minute, value];

describe('prometheus', () => {
	it('names metrics and units by their spelling, says so, and leaves NaN out', () => {
		const imported = importFiles([
			answer('http_server_latency_p90_seconds', [at(0, '0.5'), at(1, 'NaN'), at(2, '1')], {
				service: 'shop',
			}),
			answer('container_memory_usage_bytes', [at(0, '1048576'), at(1, '0')], {
				pod: 'shop-7b6dc75c45-2z9p2',
			}),
		]);
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		const { incident, warnings } = imported.value;
		expect(incident.minutes).toHaveLength(3);
		expect(incident.services.get('shop')?.resources.get('server_p90_ms')).toEqual([500, null, 1000]);
		expect(incident.services.get('shop')?.resources.get('mem_mib')).toEqual([1, 0, null]);
		expect(warnings.filter(({ code }) => code === 'guessed-unit')).toHaveLength(2);
	});

	it('drops series without a service, and refuses an answer without samples', () => {
		const imported = importFiles([answer('up', [at(0, '1')], {})]);
		expect(imported.ok || imported.error.code).toBe('no-telemetry');
	});

	const title = shared.title('reads the five answers of %s together');
	shared.test.each(['onlineboutique', 'trainticket'])(title, (system) => {
		const names = shared.names().filter((name) => name.startsWith(system));
		const imported = importFiles(names.map(shared.read));
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		expect(imported.value.report.windows).toBe(25);
		expect(imported.value.incident.alert.derived).toBe(true);
	});
});

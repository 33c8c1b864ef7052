import { describe, expect, it } from 'vitest';
import { emptyTelemetry } from '../importers/span-files.ts';
import { joinTelemetry } from './join-telemetry.ts';
import { LogTally } from './log-tally.ts';
import { SampleTable } from './sample-table.ts';

const START = 1_700_000_040;

function joined(...times: readonly number[]) {
	const samples = new SampleTable();
	times.forEach((time, index) => samples.add('shop', 'cpu_pct', START + time, index));
	return joinTelemetry(emptyTelemetry(), samples, new LogTally());
}

describe('joinTelemetry', () => {
	it.each([0, 10, 20, 30, 59])(
		'gives each sample its own window, wherever the grid lies (+%i s)',
		(offset) => {
			const { services, minutes } = joined(offset, offset + 60, offset + 120);
			expect(minutes).toHaveLength(3);
			expect(services.get('shop')?.resources.get('cpu_pct')).toEqual([0, 1, 2]);
		},
	);
});

import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sharedFiles } from '../../../../tests/shared-files.ts';
import { importFiles } from './import-files.ts';

const shared = sharedFiles('formats/petshop');
const file = (text: string) => ({ name: 'unknown', bytes: strToU8(text) });
const METRICS = [
	'microservice,site,site,site,db',
	'metric,latency,requests,availability,latency',
	'statistic,Average,Sum,Average,p90',
	'unix_timestamp,,,,',
	'1681857120.0,0.5,7,99.5,',
	'1681857420.0,0.25,,100,0.125',
];
const GRAPH = [',site,db', 'site,0.0,1.0', 'db,0.0,0.0'];
const TARGET = { target: { node: 'site', metric: 'latency', timestamp: 1681857425 } };

describe('petshop', () => {
	it('turns seconds into ms, availability into errors, a matrix into edges', () => {
		const imported = importFiles([
			file(METRICS.join('\n')),
			file(GRAPH.join('\n')),
			file(JSON.stringify(TARGET)),
		]);
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		const { nodes, edges, alert, minutes } = imported.value.incident;
		expect(minutes).toEqual(['2023-04-18 22:32:00', '2023-04-18 22:37:00']);
		expect(Object.fromEntries(nodes.get('site')?.series ?? [])).toEqual({
			average_duration: [500, 250],
			calls: [7, 0],
			error_rate: [0.5, 0],
		});
		expect(nodes.get('db')?.series.get('p90')).toEqual([null, 125]);
		expect(edges).toEqual([{ caller: 'site', callee: 'db', series: new Map() }]);
		expect(alert).toMatchObject({ node: 'site', time: '2023-04-18 22:37:05', derived: false });
	});

	it('asks for the metrics where only the graph is given, and refuses a broken heading', () => {
		const graph = importFiles([file(GRAPH.join('\n'))]);
		expect(graph.ok || graph.error.code).toBe('missing-companion');
		const cut = importFiles([file([METRICS[0], ...METRICS.slice(3)].join('\n') + '\n1,2,3,4,5\n1,2,3,4,5')]);
		expect(cut.ok || cut.error).toMatchObject({ code: 'bad-field', where: 'unknown heading' });
	});

	shared.test(shared.title('reads one issue of the data set'), () => {
		const imported = importFiles(['graph.csv', 'metrics.csv', 'target.json'].map(shared.read));
		expect(imported.ok && imported.value.report).toMatchObject({ windows: 5, nodes: 42, edges: 44 });
	});
});

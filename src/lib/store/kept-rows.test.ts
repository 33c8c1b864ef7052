import { freshName } from './testing/fresh-database.ts'; // first: Dexie looks for IndexedDB as it loads
import { expect, it } from 'vitest';
import { openKeptRows } from './kept-rows.ts';

type Plan = { readonly total: number };
type State = 'running' | 'done';
type Row = { readonly hits: ReadonlyMap<string, number> };
const row = (hit: number): Row => ({ hits: new Map([['analyst', hit]]) });

it('gives a plan and its rows back after a reload, in order, maps included', async () => {
	const name = freshName();
	const first = openKeptRows<Plan, State, Row>(name);
	expect(await first.read()).toBeUndefined();
	expect(await first.begin({ total: 12 }, 'running')).toBe(true);
	for (const index of [10, 0, 2]) expect(await first.append(index, row(index))).toBe(true);
	first.close();
	const again = openKeptRows<Plan, State, Row>(name);
	expect(await again.read()).toEqual({
		plan: { total: 12 },
		state: 'running',
		rows: [row(0), row(2), row(10)],
	});
	await again.update('done');
	expect(await again.read()).toEqual({
		plan: { total: 12 },
		state: 'done',
		rows: [row(0), row(2), row(10)],
	});
	await again.begin({ total: 1 }, 'running');
	expect(await again.read()).toEqual({ plan: { total: 1 }, state: 'running', rows: [] });
	await again.clear();
	expect(await again.read()).toBeUndefined();
	again.close();
});

it('says so where nothing is kept', async () => {
	const open = () => {
		throw new DOMException('no storage in this frame', 'SecurityError');
	};
	const refused = { ...indexedDB, open } as unknown as IDBFactory;
	const kept = openKeptRows<Plan, State, Row>(freshName(), { indexedDB: refused });
	expect(await kept.begin({ total: 1 }, 'running')).toBe(false);
	expect(await kept.append(0, row(1))).toBe(false);
	expect(await kept.read()).toBeUndefined();
	await kept.clear();
	kept.close();
});

import type { Genesis } from '../../chain/genesis.ts';
import { isHash } from '../../primitives/bytes.ts';
import type { ChainReader, ChainSummary, TransactionEntry } from '../../runtime/ports.ts';
import { codeOfRole, nameOfRole } from '../wording/roles.ts';
import { nameOfType, TRANSACTION_TYPES } from '../wording/transactions.ts';

/** How many of the latest transactions a search for text or part of a hash looks through. */
const LOOKED_THROUGH = 200;
const SHOWN = 50;

export type Found =
	| { readonly kind: 'block'; readonly height: number }
	| { readonly kind: 'transaction'; readonly entry: TransactionEntry }
	| { readonly kind: 'agent'; readonly address: string; readonly role: string }
	| { readonly kind: 'evidence'; readonly hash: string };

/** What a query was taken for, so that a miss can say what was recognised and not found. */
export type Recognised = 'height' | 'hash' | 'address' | 'partial-hash' | 'text';

export type SearchAnswer = {
	readonly recognised: Recognised;
	readonly found: readonly Found[];
	/** How many transactions were looked through, where that was the way. */
	readonly lookedThrough: number;
};

/** Finds anything in the chain in view by what the reader typed. */
export async function searchChain(
	reader: ChainReader,
	summary: ChainSummary,
	typed: string,
): Promise<SearchAnswer> {
	const query = typed.trim();
	if (/^#?\d{1,15}$/.test(query)) return byHeight(summary, Number(query.replace('#', '')));
	if (isHash(query.toLowerCase())) return byHash(reader, query.toLowerCase() as `0x${string}`);
	if (/^0x[0-9a-fA-F]{40}$/.test(query)) return answer('address', agents(summary.genesis, query));
	if (/^0x[0-9a-fA-F]{3,63}$/.test(query)) return byPartOfHash(reader, summary.genesis, query.toLowerCase());
	return byText(reader, summary.genesis, query.toLowerCase());
}

function answer(recognised: Recognised, found: readonly Found[], lookedThrough = 0): SearchAnswer {
	return { recognised, found, lookedThrough };
}

function byHeight(summary: ChainSummary, height: number): SearchAnswer {
	return answer('height', height <= summary.head.height ? [{ kind: 'block', height }] : []);
}

async function byHash(reader: ChainReader, hash: `0x${string}`): Promise<SearchAnswer> {
	const [entry, height, evidence] = await Promise.all([
		reader.transaction(hash),
		reader.heightOfBlock(hash),
		reader.evidence(hash),
	]);
	const found: Found[] = [];
	if (entry) found.push({ kind: 'transaction', entry });
	if (height !== undefined) found.push({ kind: 'block', height });
	if (evidence !== undefined) found.push({ kind: 'evidence', hash });
	return answer('hash', found);
}

async function byPartOfHash(reader: ChainReader, genesis: Genesis, part: string): Promise<SearchAnswer> {
	const latest = await reader.transactions({ limit: LOOKED_THROUGH });
	const transactions = latest
		.filter((entry) => entry.hash.startsWith(part))
		.map((entry): Found => ({ kind: 'transaction', entry }));
	return answer('partial-hash', [...agents(genesis, part), ...transactions].slice(0, SHOWN), latest.length);
}

async function byText(reader: ChainReader, genesis: Genesis, text: string): Promise<SearchAnswer> {
	if (text === '') return answer('text', []);
	const types = TRANSACTION_TYPES.filter(
		(type) => type.includes(text) || nameOfType(type).toLowerCase().includes(text),
	);
	const ofTypes = await Promise.all(types.map((type) => reader.transactions({ limit: SHOWN, type })));
	const latest = await reader.transactions({ limit: LOOKED_THROUGH });
	const seen = new Set<string>();
	const containing = latest.filter((entry) =>
		JSON.stringify(entry.transaction.data).toLowerCase().includes(text),
	);
	const entries = [...ofTypes.flat(), ...containing].filter((entry) => {
		if (seen.has(entry.hash)) return false;
		seen.add(entry.hash);
		return true;
	});
	const found = entries.map((entry): Found => ({ kind: 'transaction', entry }));
	return answer('text', [...agents(genesis, text), ...found].slice(0, SHOWN), latest.length);
}

/** Genesis accounts by address (or its beginning), code, role or name. */
function agents(genesis: Genesis, text: string): readonly Found[] {
	const wanted = text.toLowerCase();
	const accounts = [
		...genesis.agents,
		{ ...genesis.operator, role: 'operator' as const },
		{ ...genesis.treasury, role: 'treasury' as const, name: 'treasury' },
	];
	return accounts
		.filter(
			({ address, role, name }) =>
				address.toLowerCase().startsWith(wanted) ||
				codeOfRole(role).toLowerCase() === wanted ||
				role.includes(wanted) ||
				nameOfRole(role).toLowerCase().includes(wanted) ||
				name.toLowerCase() === wanted,
		)
		.map(({ address, role }) => ({ kind: 'agent', address, role }));
}

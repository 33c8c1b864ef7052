/* Development stand-in: a chain made with the real contracts in the page. Goes away with the worker client. */
import { buildBlock, type SealedBlock } from '../../chain/build-block.ts';
import { prepareTransaction, type PreparedTransaction } from '../../chain/admission.ts';
import { buildGenesisBlock, genesisWorld } from '../../chain/genesis-block.ts';
import { AGENT_ROLES } from '../../chain/genesis.ts';
import { executeTransaction } from '../../chain/execute.ts';
import { hashTransaction } from '../../chain/parse-transaction.ts';
import { stateEntries, stateValue, type WorldState } from '../../chain/world-state.ts';
import type { Account, IncidentState, ProposalState, VoteState } from '../../chain/state-entries.ts';
import type { Transaction } from '../../chain/transaction.ts';
import { addressOf, publicKeyOf, signHash } from '../../crypto/keys.ts';
import { canonicalBytes, hashJson } from '../../crypto/hash.ts';
import { buildInclusionProof, hashLeaf, merkleRootOfHashes } from '../../crypto/merkle.ts';
import { buildClaims, type ClaimDraft } from '../../evidence/claim.ts';
import { buildEvidence } from '../../evidence/row-list.ts';
import type { EvidenceRow } from '../../evidence/row.ts';
import type { Timeline, TimelineStep, WorldView } from '../../ledger/timeline.ts';
import { encodeHex, hashBytes, type Hash } from '../../primitives/bytes.ts';
import type { JsonObject, JsonValue } from '../../primitives/json.ts';
import { ok, unwrap, err } from '../../primitives/result.ts';
import { createGenesis } from '../../protocol/genesis.ts';
import { standardParameters } from '../../protocol/parameters.ts';
import { protocolV1 } from '../../protocol/protocol.ts';
import type { ChainReader, ChainSummary, TransactionEntry } from '../../runtime/ports.ts';
import type {
	RunStatus,
	Session,
	SessionEvent,
	VerificationReport,
	VerificationStep,
	View,
} from './session.ts';

const T0 = Date.UTC(2026, 10, 20, 8, 0, 0);
const MINUTE = '2023-10-15 14:00:00';
const NEXT = '2023-10-15 14:01:00';
const INCIDENT = 'train-buy-1400';

const secretOf = (n: number) => new Uint8Array(32).fill(n + 1);
const identities = [...AGENT_ROLES, 'operator'].map((_, n) => ({
	address: addressOf(secretOf(n)),
	publicKey: encodeHex(publicKeyOf(secretOf(n))),
}));
const addressNo = (n: number) => identities[n]!.address;
const genesis = createGenesis({
	chainId: hashJson('draw', 'mock'),
	createdAt: T0,
	parameters: standardParameters(),
	agents: identities.slice(0, 7),
	operator: identities[7]!,
});

const stats: Record<string, [number, number, number][]> = {
	'train-buy': [
		[100, 5, 200],
		[120, 6.67, 210.5],
	],
	'train-cancel': [
		[90, 2.22, 180],
		[110, 3.64, 190],
	],
	'food-buy': [
		[80, 100, 22220],
		[95, 5.26, 215.5],
	],
	'food-cancel': [
		[70, 1.43, 250],
		[85, 2.35, 245],
	],
};
const rows: EvidenceRow[] = [];
for (const [node, values] of Object.entries(stats)) {
	rows.push({ kind: 'node', node });
	values.forEach(([calls, errors, duration], i) => {
		const minute = i === 0 ? MINUTE : NEXT;
		rows.push({ kind: 'metric', node, minute, metric: 'calls', value: calls, unit: 'count' });
		rows.push({ kind: 'metric', node, minute, metric: 'error_rate', value: errors, unit: 'percent' });
		rows.push({ kind: 'metric', node, minute, metric: 'average_duration', value: duration, unit: 'ms' });
	});
}
rows.push({ kind: 'node', node: 'drink-buy' });
const edge = (caller: string, callee: string, minute: string): EvidenceRow => ({
	kind: 'edge',
	caller,
	callee,
	minute,
	calls: null,
});
rows.push(
	edge('train-buy', 'food-buy', MINUTE),
	edge('train-buy', 'food-cancel', MINUTE),
	edge('train-cancel', 'food-cancel', MINUTE),
	edge('food-buy', 'drink-buy', MINUTE),
	edge('train-buy', 'food-buy', NEXT),
	edge('food-buy', 'food-cancel', NEXT),
	edge('train-cancel', 'food-buy', NEXT),
	edge('train-cancel', 'drink-buy', NEXT),
);
const evidence = unwrap(buildEvidence(rows));
const find = (test: (row: EvidenceRow) => boolean) => rows.find(test)!;
const metric = (node: string, name: string, minute = MINUTE) =>
	find((row) => row.kind === 'metric' && row.node === node && row.metric === name && row.minute === minute);
const claim = (...drafts: ClaimDraft[]) => buildClaims(evidence, drafts) as unknown as JsonValue[];

const store = new Map<Hash, JsonValue>();
const put = (value: JsonValue): Hash => {
	const hash = hashJson('evidence', value);
	store.set(hash, value);
	return hash;
};
put(evidence.rows as unknown as JsonValue);

const graph = put({
	minute: MINUTE,
	nodes: ['train-buy', 'train-cancel', 'food-buy', 'food-cancel', 'drink-buy'],
	edges: [
		{ caller: 'train-buy', callee: 'food-buy' },
		{ caller: 'train-buy', callee: 'food-cancel' },
		{ caller: 'train-cancel', callee: 'food-cancel' },
		{ caller: 'food-buy', callee: 'drink-buy' },
	],
});
const ranking = put({
	enough: true,
	candidates: [
		{ node: 'food-buy', probability: 0.86 },
		{ node: 'train-buy', probability: 0.08 },
		{ node: 'drink-buy', probability: 0.04 },
		{ node: 'food-cancel', probability: 0.01 },
		{ node: 'train-cancel', probability: 0.01 },
	],
});
const web = put({
	nodes: [
		{ node: 'train-buy', status: 'alert' },
		{ node: 'food-buy', status: 'cause' },
		{ node: 'drink-buy', status: 'no-data' },
		{ node: 'food-cancel', status: 'cleared' },
		{ node: 'train-cancel', status: 'cleared' },
	],
	edges: [
		{ caller: 'train-buy', callee: 'food-buy' },
		{ caller: 'train-buy', callee: 'food-cancel' },
		{ caller: 'train-cancel', callee: 'food-cancel' },
		{ caller: 'food-buy', callee: 'drink-buy' },
	],
	path: ['train-buy', 'food-buy'],
});
const transcript = (entries: JsonValue[]) => put({ entries });

type Planned = { who: number; type: string; data: JsonObject };
const plan: Planned[][] = [];
const at = (...block: Planned[]) => plan.push(block);
const t = (who: number, type: string, data: JsonObject): Planned => ({ who, type, data });
let proposal: Hash = `0x${'0'.repeat(64)}`;

at(
	t(0, 'open_incident', {
		incident: INCIDENT,
		alert: { node: 'train-buy', minute: MINUTE, signal: 'error_rate', priority: 'critical' },
	}),
);
at(
	t(6, 'submit_solution', {
		incident: INCIDENT,
		proposal,
		steps: [{ id: 's1', action: 'Restart', description: 'x', risk: 'low', rollback: 'x', verification: 'x' }],
		claims: [],
		transcript: null,
	}),
);
at(
	t(1, 'assign_task', {
		incident: INCIDENT,
		role: 'data-detective',
		task: '收集 train-buy 及其调用链在 14:00 的指标',
	}),
);
at(
	t(2, 'submit_data', {
		incident: INCIDENT,
		evidence: { root: evidence.root, size: evidence.size, hash: evidence.hash },
		alertRow: claim({ row: metric('train-buy', 'error_rate') })[0]!,
		transcript: transcript([
			{ kind: 'thought', text: 'train-buy 的错误率为 5%，需要看它调用了谁。' },
			{ kind: 'action', tool: 'query_endpoint_metrics', input: { node: 'train-buy', minute: MINUTE } },
			{ kind: 'observation', text: 'calls 100, error_rate 5, average_duration 200' },
		]),
	}),
);
at(
	t(4, 'propose_root_cause', {
		incident: INCIDENT,
		node: 'food-buy',
		faultType: 'error',
		confidence: 95,
		stake: 1000,
		claims: claim({ row: metric('food-buy', 'error_rate') }),
		transcript: null,
	}),
);
at(t(1, 'assign_task', { incident: INCIDENT, role: 'dependency-explorer', task: '画出 14:00 的调用图' }));
at(
	t(3, 'submit_dependencies', {
		incident: INCIDENT,
		graph,
		claims: claim(
			{ row: edge('train-buy', 'food-buy', MINUTE) },
			{ row: edge('train-buy', 'food-cancel', MINUTE) },
			{ row: edge('food-buy', 'drink-buy', MINUTE) },
		),
		transcript: null,
	}),
	t(4, 'submit_probabilities', {
		incident: INCIDENT,
		ranking,
		enough: true,
		claims: claim(
			{ row: metric('food-buy', 'error_rate') },
			{ row: metric('train-buy', 'error_rate') },
			{ row: metric('food-cancel', 'error_rate') },
		),
		transcript: transcript([
			{ kind: 'thought', text: 'food-buy 的错误率 100%，耗时 22.2 s，远高于其他服务。' },
		]),
	}),
);
at(t(5, 'submit_fault_web', { incident: INCIDENT, faultWeb: web, transcript: null }));
at(
	t(4, 'propose_root_cause', {
		incident: INCIDENT,
		node: 'inventory-service',
		faultType: 'error',
		confidence: 90,
		stake: 1000,
		claims: [
			{
				row: {
					kind: 'metric',
					node: 'inventory-service',
					minute: MINUTE,
					metric: 'error_rate',
					value: 99,
					unit: 'percent',
				},
				index: 0,
				proof: [],
			},
		] as unknown as JsonValue,
		transcript: null,
	}),
);
at(
	t(4, 'propose_root_cause', {
		incident: INCIDENT,
		node: 'food-buy',
		faultType: 'error',
		confidence: 86,
		stake: 2000,
		claims: claim(
			{
				row: metric('food-buy', 'error_rate'),
				relation: { op: 'gt', row: metric('train-buy', 'error_rate') },
			},
			{
				row: metric('food-buy', 'average_duration'),
				relation: { op: 'ratio', factor: 100_000, row: metric('food-buy', 'average_duration', NEXT) },
			},
			{ row: edge('train-buy', 'food-buy', MINUTE) },
			{
				row: metric('food-cancel', 'error_rate'),
				relation: { op: 'lt', row: metric('train-buy', 'error_rate') },
			},
		),
		transcript: null,
	}),
);
const vote = (who: number, option: string, stake: number) =>
	t(who, 'vote', { proposal: 'P', option, stake, claims: [], transcript: null });
at(vote(4, 'For', 0), vote(0, 'For', 2000), vote(2, 'For', 2000));
at(vote(1, 'Abstain', 0), vote(3, 'For', 1000));
at(vote(2, 'Against', 0), vote(5, 'For', 2000), vote(6, 'Against', 500));
at(t(1, 'close_vote', { proposal: 'P' }));
at(
	t(6, 'submit_solution', {
		incident: INCIDENT,
		proposal: 'P',
		steps: [
			{
				id: 'isolate',
				action: '对 food-buy 限流',
				description: '在 train-buy 调用 food-buy 处打开熔断，先止住 22 s 的等待。',
				command: 'kubectl -n ts set env deploy/train-buy FOOD_BUY_BREAKER=on',
				risk: 'low',
				rollback: '把 FOOD_BUY_BREAKER 改回 off。',
				verification: 'train-buy 的错误率回到 1% 以下。',
			},
			{
				id: 'restart',
				action: '重启 food-buy 的实例',
				description: '逐个重启，保留一个实例的日志与堆转储以便复查。',
				command: 'kubectl -n ts rollout restart deploy/food-buy',
				risk: 'medium',
				rollback: 'kubectl -n ts rollout undo deploy/food-buy',
				verification: 'food-buy 的平均耗时低于 300 ms。',
			},
			{
				id: 'clear-queue',
				action: '清空积压的请求',
				description: '若重启后积压仍不下降，再清空队列。这会丢失未处理的请求。',
				command: 'redis-cli -h food-queue FLUSHALL',
				risk: 'high',
				rollback: '无法回退：先导出队列。',
				verification: '队列长度为 0，新请求正常。',
			},
		],
		claims: claim({ row: metric('food-buy', 'error_rate') }),
		transcript: null,
	}),
);

const nonces = new Map<string, number>();
function sign(world: WorldState, one: Planned): PreparedTransaction {
	const sender = addressNo(one.who);
	const pending = nonces.get(sender) ?? 0;
	const account = stateValue(world, `account/${sender}`) as unknown as Account;
	nonces.set(sender, pending + 1);
	const data = JSON.parse(JSON.stringify(one.data).replaceAll('"P"', JSON.stringify(proposal))) as JsonObject;
	const unsigned = {
		chainId: genesis.chainId,
		type: one.type,
		sender,
		nonce: account.nonce + pending,
		gasPrice: 1,
		gasLimit: 3000,
		timestamp: T0,
		data,
	};
	const hash = hashTransaction(unsigned as Transaction);
	const signature = signHash(hashBytes(hash), secretOf(one.who));
	return unwrap(prepareTransaction(world, { ...unsigned, signature }));
}

const seal = (proposer: string, hash: Hash) =>
	signHash(hashBytes(hash), secretOf(identities.findIndex((one) => one.address === proposer)));
const sealed: SealedBlock[] = [];
const worlds: WorldState[] = [];

function found() {
	sealed.length = 0;
	worlds.length = 0;
	proposal = `0x${'0'.repeat(64)}`;
	sealed.push(buildGenesisBlock(genesis, protocolV1, seal));
}
function sealNext(block: Planned[], now: number) {
	const parent = sealed.at(-1)!;
	nonces.clear();
	const waiting = block.map((one) => sign(parent.world, one));
	const next = buildBlock({
		parent: { header: parent.block.header, hash: parent.hash },
		world: parent.world,
		waiting,
		now,
		protocol: protocolV1,
		seal,
	});
	sealed.push(next);
	for (const receipt of next.block.receipts)
		for (const event of receipt.events)
			if (event.name === 'RootCauseProposed') proposal = event.data.proposal as Hash;
}

function viewOf(world: WorldState): WorldView {
	const accounts: Account[] = [];
	const escrow: Record<string, number> = {};
	const proposals: { proposal: ProposalState; votes: Record<string, VoteState> }[] = [];
	let incident: IncidentState | null = null;
	let supply = { genesis: 0, burned: 0 };
	for (const { key, value } of stateEntries(world)) {
		const [kind, id, owner] = key.split('/') as [string, string, string];
		if (kind === 'incident') incident = value as unknown as IncidentState;
		if (kind === 'supply') supply = value as unknown as typeof supply;
		if (kind === 'escrow') escrow[owner] = (escrow[owner] ?? 0) + (value as number);
		if (kind === 'proposal') proposals.push({ proposal: value as unknown as ProposalState, votes: {} });
		void id;
	}
	for (const { key, value } of stateEntries(world)) {
		const [kind, id, owner] = key.split('/') as [string, string, string];
		if (kind === 'vote')
			proposals.find((one) => one.proposal.id === id)!.votes[owner] = value as unknown as VoteState;
	}
	for (const one of [...genesis.agents, genesis.operator, genesis.treasury])
		accounts.push(stateValue(world, `account/${one.address}`) as unknown as Account);
	return { accounts, escrow, supply, incident, proposals } as WorldView;
}

function timelineNow(): Timeline {
	const steps: TimelineStep[] = [];
	let world = genesisWorld(genesis, protocolV1);
	const before = viewOf(world);
	for (const one of sealed) {
		const { header, transactions } = one.block;
		transactions.forEach((transaction, index) => {
			const prepared = unwrap(prepareTransaction(world, transaction));
			const done = unwrap(
				executeTransaction(
					world,
					prepared,
					{ height: header.height, timestamp: header.timestamp },
					index,
					protocolV1,
				),
			);
			world = done.world;
			steps.push({
				hash: one.txHashes[index]!,
				height: header.height,
				index,
				timestamp: header.timestamp,
				transaction,
				receipt: done.receipt,
				after: viewOf(world),
			});
		});
	}
	return { incident: INCIDENT, before, steps };
}

const entriesOf = (): TransactionEntry[] =>
	sealed.flatMap((one) =>
		one.block.transactions.map((transaction, index) => ({
			hash: one.txHashes[index]!,
			height: one.block.header.height,
			index,
			timestamp: one.block.header.timestamp,
			transaction,
			receipt: one.block.receipts[index]!,
		})),
	);

const reader: ChainReader = {
	async summary(): Promise<ChainSummary> {
		const last = sealed.at(-1)!;
		const all = entriesOf();
		return {
			genesis,
			head: {
				chainId: genesis.chainId,
				height: last.block.header.height,
				hash: last.hash,
				timestamp: last.block.header.timestamp,
			},
			totals: {
				blocks: sealed.length,
				transactions: all.length,
				refused: all.filter((one) => one.receipt.status === 'reverted').length,
				incidents: all.length > 0 ? 1 : 0,
			},
			status: 'opened',
			log: {
				size: sealed.length,
				root: encodeHex(merkleRootOfHashes(sealed.map((one) => hashLeaf(hashBytes(one.hash))))),
				frontier: [],
			},
		};
	},
	block: async (height) => sealed[height]?.block,
	heightOfBlock: async (hash) => {
		const height = sealed.findIndex((one) => one.hash === hash);
		return height < 0 ? undefined : height;
	},
	blocks: async ({ before = sealed.length, limit }) =>
		sealed
			.slice(0, before)
			.reverse()
			.slice(0, limit)
			.map((one) => one.block),
	transaction: async (hash) => entriesOf().find((one) => one.hash === hash),
	transactions: async (query) =>
		entriesOf()
			.reverse()
			.filter(
				(one) =>
					!query.before ||
					one.height < query.before.height ||
					(one.height === query.before.height && one.index < query.before.index),
			)
			.filter(
				(one) =>
					(query.sender ? one.transaction.sender === query.sender : true) &&
					(query.type ? one.transaction.type === query.type : true) &&
					(query.refusedOnly ? one.receipt.status === 'reverted' : true),
			)
			.slice(0, query.limit),
	stateValue: async (key) => stateValue(sealed.at(-1)!.world, key),
	stateRange: async ({ prefix, limit }) =>
		[...stateEntries(sealed.at(-1)!.world)]
			.filter((one) => one.key.startsWith(prefix))
			.sort((a, b) => (a.key < b.key ? -1 : 1))
			.slice(0, limit),
	evidence: async (hash) => store.get(hash),
};

/** A session over a chain in memory. */
export function createMockSession(): Session {
	found();
	plan.forEach((block, n) => sealNext(block, T0 + 700 * (n + 1)));
	let view: View = {
		source: 'sample',
		chainId: genesis.chainId,
		label: 'Train-Ticket · train-buy 14:00',
		intact: true,
		firstBad: null,
	};
	let status: RunStatus = { kind: 'idle' };
	let hurry = false;
	let cancelled = false;
	const listeners = new Set<(event: SessionEvent) => void>();
	const emit = (event: SessionEvent) => listeners.forEach((listener) => listener(event));
	const setRun = (next: RunStatus) => emit({ kind: 'run', status: (status = next) });
	const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
	const stateNow = () =>
		(stateValue(sealed.at(-1)!.world, `incident/${INCIDENT}`) as unknown as IncidentState | undefined)
			?.state ?? null;

	async function run() {
		const startedAt = Date.now();
		hurry = cancelled = false;
		setRun({ kind: 'running', incident: null, state: null, startedAt });
		for (const block of plan) {
			if (!hurry) await pause(700);
			if (cancelled) return setRun({ kind: 'cancelled', incident: INCIDENT });
			sealNext(block, Date.now());
			setRun({ kind: 'running', incident: INCIDENT, state: stateNow(), startedAt });
			emit({ kind: 'head', height: sealed.length - 1 });
		}
		setRun({ kind: 'finished', incident: INCIDENT, state: stateNow()! });
	}

	const names = [
		'format',
		'hashes',
		'links',
		'roots',
		'evidence',
		'signatures',
		're-execution',
		'checkpoint',
	];
	const questions = [
		'unchanged',
		'unchanged',
		'unchanged',
		'unchanged',
		'unchanged',
		'signed',
		'rules',
		'complete',
	] as const;
	const report = (bad: boolean): VerificationReport => ({
		ok: !bad,
		head: { chainId: genesis.chainId, height: sealed.length - 1, hash: sealed.at(-1)!.hash },
		totals: {
			blocks: sealed.length,
			transactions: entriesOf().length,
			refused: 4,
			evidence: store.size,
			hashOnly: 0,
		},
		answers: bad
			? {
					unchanged: 'no',
					signed: 'not-relied-upon',
					rules: 'not-relied-upon',
					complete: 'cannot-tell',
					independent: 'cannot-tell',
				}
			: { unchanged: 'yes', signed: 'yes', rules: 'yes', complete: 'yes', independent: 'cannot-tell' },
		first: bad
			? {
					question: 'unchanged',
					block: 4,
					tx: 0,
					field: 'txRoot',
					expected: sealed[4]!.block.header.txRoot,
					actual: sealed[5]!.block.header.txRoot,
				}
			: null,
		steps: names.map(
			(name, n) =>
				({
					name,
					question: questions[n]!,
					status: bad && n > 2 ? (n === 3 ? 'failed' : 'not-relied-upon') : 'passed',
					done: 15,
					total: 15,
				}) as VerificationStep,
		),
	});

	return {
		view: async () => view,
		async show(source) {
			view = {
				...view,
				source,
				label: source === 'own' ? '' : 'Train-Ticket · train-buy 14:00',
				intact: true,
				firstBad: null,
			};
			if (source === 'own') found();
			else {
				found();
				plan.forEach((block, n) => sealNext(block, T0 + 700 * (n + 1)));
			}
			emit({ kind: 'view', view });
		},
		reader,
		incidents: async () => {
			const incident = stateValue(sealed.at(-1)!.world, `incident/${INCIDENT}`) as unknown as
				IncidentState | undefined;
			return incident
				? [
						{
							id: incident.id,
							state: incident.state,
							round: incident.round,
							node: incident.alert.node,
							minute: incident.alert.minute,
						},
					]
				: [];
		},
		timeline: async (id) => (id === INCIDENT ? timelineNow() : undefined),
		storage: async () => 'kept',
		samples: async () => ['train-buy-1400'],
		runStatus: async () => status,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async startRun(source) {
			if ('files' in source) {
				const file = source.files[0]!;
				return err({
					code: 'not-recognised',
					detail: file.name,
					file: {
						name: file.name,
						line: 3,
						column: 14,
						expected: '"calls": number',
						found: '"calls": "many"',
						sample: (await file.text()).split('\n').slice(0, 3),
					},
				});
			}
			view = { ...view, source: 'own', label: '' };
			found();
			emit({ kind: 'view', view });
			void run();
			return ok({
				importer: 'incident-json',
				nodes: 5,
				edges: 8,
				windows: 2,
				droppedRows: 0,
				firstDropped: null,
			});
		},
		cancelRun: async () => void (cancelled = true),
		skipToEnd: async () => void (hurry = true),
		reset: async () => {
			found();
			emit({ kind: 'view', view });
			setRun({ kind: 'idle' });
		},
		deleteEverything: async () => {
			found();
			emit({ kind: 'view', view });
			setRun({ kind: 'idle' });
		},
		exportLedger: async () =>
			JSON.stringify(
				{
					format: 'dao-gov-ledger',
					version: 1,
					genesis,
					blocks: sealed.map((one) => one.block),
					evidence: Object.fromEntries(store),
				},
				null,
				'\t',
			),
		async verifyOutcome(incident, verdict, reason) {
			sealNext(
				[
					t(7, 'verify_outcome', {
						incident,
						verdict,
						basis: 'operator-judgement',
						evidence: put({ reason }),
					}),
				],
				Date.now(),
			);
			emit({ kind: 'head', height: sealed.length - 1 });
			return ok(undefined);
		},
		async openLedger(name) {
			view = { ...view, source: 'opened', label: name };
			emit({ kind: 'view', view });
			return ok(report(false));
		},
		async verifyLedger(name, bytes, _options, onProgress) {
			const text = new TextDecoder().decode(bytes);
			if (!text.includes('dao-gov-ledger'))
				return err({
					code: 'not-a-ledger',
					file: {
						name,
						line: 1,
						column: 1,
						expected: '"format": "dao-gov-ledger"',
						found: text.slice(0, 40),
						sample: text.split('\n').slice(0, 3),
					},
				});
			const final = report(text.includes('TAMPER'));
			for (let n = 0; n < names.length; n++) {
				await pause(120);
				onProgress(
					final.steps.map((step, i) =>
						i < n ? step : { ...step, status: i === n ? 'running' : 'waiting', done: 0 },
					),
				);
			}
			return ok(final);
		},
		async transactionProof(hash) {
			const block = sealed.find((one) => one.txHashes.includes(hash));
			if (!block) return undefined;
			const leaves = block.block.transactions.map((transaction) =>
				hashLeaf(canonicalBytes(transaction as unknown as JsonValue)),
			);
			const index = block.txHashes.indexOf(hash);
			return {
				leafHash: encodeHex(leaves[index]!),
				index,
				size: leaves.length,
				steps: buildInclusionProof(leaves, index).map(encodeHex),
				root: encodeHex(merkleRootOfHashes(leaves)),
			};
		},
	};
}

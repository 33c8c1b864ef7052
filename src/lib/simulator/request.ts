import type { LogLevel } from '../telemetry/measured/log-tally.ts';
import type { Span } from '../telemetry/spans/span.ts';
import { NO_EFFECT, type Effect } from './fault.ts';
import type { Random } from './random.ts';
import type { Operation, Service } from './service-graph.ts';

/** Takes spans: counts them, or keeps them. */
export type SpanSink = { add(span: Span): void };

/** Takes log lines: counts them, or keeps them. */
export type LogSink = {
	add(service: string, seconds: number, level: LogLevel, statement: string, isException: boolean): void;
};

/** What one moment of the system is like. */
export type Moment = {
	readonly services: ReadonlyMap<string, Service>;
	readonly effects: ReadonlyMap<string, Effect>;
	/** Arrivals as a multiple of the usual. */
	readonly traffic: number;
	readonly random: Random;
	readonly spans: SpanSink;
	readonly logs: LogSink;
};

const TIMEOUT_MS = 1_500;
const RETRIES = 1;
const RESEND_MS = 200;
/** Load beyond which a queue is taken to be full. */
const MOST_LOAD = 0.92;

type Outcome = { readonly endMs: number; readonly failed: boolean };
type Trace = { readonly id: string; spans: number };

/** One request from outside through the system, its spans and log lines counted. */
export function simulateRequest(moment: Moment, route: Operation, id: string, startMs: number): void {
	serve(moment, { id, spans: 0 }, route, null, startMs);
}

/** A server span: queue, own work, calls one after the other. */
function serve(
	moment: Moment,
	trace: Trace,
	operation: Operation,
	parentId: string | null,
	startMs: number,
): Outcome {
	const { random, logs } = moment;
	const service = moment.services.get(operation.service) as Service;
	const effect = effectAt(moment, operation);
	const spanId = nextId(trace);
	const line = `${operation.service}${operation.name}`;
	logs.add(operation.service, startMs / 1000, 'info', `${line}#10`, false);
	let at = startMs + waitMs(moment, service, operation, effect);
	let failed = random.chance(effect.failShare);
	const work = random.skewed(operation.ownMs * effect.slowdown, 0.15);
	if (failed) {
		logs.add(operation.service, at / 1000, 'error', `${line}#20`, true);
		at += 0.3 * work;
	} else {
		at += work;
		if (!random.chance(effect.emptyShare)) {
			logs.add(operation.service, at / 1000, 'info', `${line}#30`, false);
			if (operation.calls.length > 0 && effect.poolMs > 0) at += random.skewed(effect.poolMs, 0.4);
			for (const { to, chance } of operation.calls) {
				if (!random.chance(chance)) continue;
				const outcome = call(moment, trace, operation, to, spanId, at);
				at = outcome.endMs;
				failed ||= outcome.failed;
				if (failed) break;
			}
			if (operation.calls.length === 0) at += query(moment, trace, operation, spanId, at, effect);
		}
		if (failed) logs.add(operation.service, at / 1000, 'warn', `${line}#40`, false);
	}
	add(moment, trace, operation.service, operation.name, spanId, parentId, 'server', startMs, at, failed);
	return { endMs: at, failed };
}

/** What a service without callees does inside: it asks its own store, over a connection. */
function query(
	moment: Moment,
	trace: Trace,
	operation: Operation,
	parentId: string,
	startMs: number,
	effect: Effect,
): number {
	const { random } = moment;
	const pool = effect.poolMs > 0 ? random.skewed(effect.poolMs, 0.4) : 0;
	const ms = pool + random.skewed(0.5 * operation.ownMs * effect.slowdown, 0.15);
	add(
		moment,
		trace,
		operation.service,
		`query ${operation.name}`,
		nextId(trace),
		parentId,
		'internal',
		startMs,
		startMs + ms,
		false,
	);
	return ms;
}

/** A client span and, where it arrives, the server span in it; a call without an answer is tried again. */
function call(
	moment: Moment,
	trace: Trace,
	from: Operation,
	to: Operation,
	parentId: string,
	startMs: number,
): Outcome {
	const { random } = moment;
	const service = moment.services.get(to.service) as Service;
	let at = startMs;
	for (let attempt = 0; ; attempt++) {
		const spanId = nextId(trace);
		const effect = moment.effects.get(to.service) ?? NO_EFFECT;
		const ownWay = moment.effects.get(from.service)?.wayMs ?? 0;
		let way = random.skewed(service.wayMs + effect.wayMs + ownWay, 0.1);
		while (random.chance(effect.lossShare) && way < 4 * RESEND_MS) way += RESEND_MS;
		const outcome = effect.isDown ? null : serve(moment, trace, to, spanId, at + way / 2);
		const end = outcome ? Math.min(outcome.endMs + way / 2, at + way + 4 * TIMEOUT_MS) : at + TIMEOUT_MS;
		const failed = outcome?.failed ?? true;
		add(moment, trace, from.service, `call ${to.name}`, spanId, parentId, 'client', at, end, failed);
		at = end;
		if (outcome || attempt >= RETRIES) return { endMs: at, failed };
	}
}

function effectAt(moment: Moment, operation: Operation): Effect {
	const effect = moment.effects.get(operation.service) ?? NO_EFFECT;
	const busiest = moment.services.get(operation.service)?.operations[0];
	return effect.firstOnly && busiest !== operation ? NO_EFFECT : effect;
}

/** Wait in the queue of a service, as of M/M/1 at its load: grows without bound as load nears capacity. */
function waitMs(moment: Moment, service: Service, operation: Operation, effect: Effect): number {
	const load = Math.min(MOST_LOAD, service.load * moment.traffic * Math.min(2, effect.slowdown));
	const mean = (operation.ownMs * load * load) / (1 - load);
	return moment.random.chance(load) ? moment.random.between(0, 2 * mean) : 0;
}

function nextId(trace: Trace): string {
	return String(trace.spans++);
}

function add(
	moment: Moment,
	trace: Trace,
	service: string,
	operation: string,
	spanId: string,
	parentId: string | null,
	kind: Span['kind'],
	startMs: number,
	endMs: number,
	failed: boolean,
): void {
	const durationMs = endMs - startMs;
	moment.spans.add({
		traceId: trace.id,
		spanId,
		parentId,
		service,
		operation,
		kind,
		startMs,
		durationMs,
		failed,
	});
}

import { m } from '$lib/paraglide/messages.js';
import type { JsonObject, JsonValue } from '../../primitives/json.ts';

type Words = {
	readonly node: string;
	readonly other: string;
	readonly callee: string;
	readonly rows: string;
	readonly edges: string;
	readonly proven: string;
	readonly nodes: string;
	readonly explained: string;
	readonly abnormal: string;
	readonly confidence: string;
};

/** What the built-in analyst can think, by the codes of `agents/`. */
const THOUGHTS: { readonly [code: string]: (words: Words) => string } = {
	'alert-accepted': m.thought_alert_accepted,
	'alert-explained': m.thought_alert_explained,
	'no-path-known': m.thought_no_path_known,
	'alert-not-explained': m.thought_alert_not_explained,
	'procedure-complete': m.thought_procedure_complete,
	'procedure-incomplete': m.thought_procedure_incomplete,
	'evidence-committed': m.thought_evidence_committed,
	'no-numbers': m.thought_no_numbers,
	'deviates-most': m.thought_deviates_most,
	'another-deviates-more': m.thought_another_deviates_more,
	'graph-mapped': m.thought_graph_mapped,
	'callee-is-worse': m.thought_callee_is_worse,
	'not-in-graph': m.thought_not_in_graph,
	'end-of-chain': m.thought_end_of_chain,
	'own-field': m.thought_own_field,
	proposes: m.thought_proposes,
	'web-drawn': m.thought_web_drawn,
	'not-in-web': m.thought_not_in_web,
	'web-explained': m.thought_web_explained,
	'web-mostly-unexplained': m.thought_web_mostly_unexplained,
	'solution-chosen': m.thought_solution_chosen,
	'was-falsified-before': m.thought_was_falsified_before,
	'was-verified-before': m.thought_was_verified_before,
	'no-similar-case': m.thought_no_similar_case,
};

/** A thought in the reader's language; its code and data where it is not one of the analyst's. */
export function sentenceOfThought(code: string, data: JsonObject): string {
	if (code === 'ranked')
		return data['enough'] === true ? m.thought_ranked_enough() : m.thought_ranked_not_enough();
	const sentence = Object.hasOwn(THOUGHTS, code) ? THOUGHTS[code] : undefined;
	return sentence ? sentence(wordsOf(data)) : `${code} ${JSON.stringify(data)}`;
}

function wordsOf(data: JsonObject): Words {
	const word = (key: string) => shown(data[key]);
	return {
		node: word('node'),
		other: word('other'),
		callee: word('callee'),
		rows: word('rows'),
		edges: word('edges'),
		proven: word('proven'),
		nodes: word('nodes'),
		explained: word('explained'),
		abnormal: word('abnormal'),
		confidence: word('confidence'),
	};
}

function shown(value: JsonValue | undefined): string {
	return value === undefined || value === null
		? '–'
		: typeof value === 'object'
			? JSON.stringify(value)
			: String(value);
}

const TASKS: { readonly [task: string]: () => string } = {
	'collect-telemetry': m.task_collect_telemetry,
	'map-dependencies': m.task_map_dependencies,
	'rank-suspects': m.task_rank_suspects,
	'build-fault-web': m.task_build_fault_web,
	'write-solution': m.task_write_solution,
};

/** What an agent was asked to do; the scheduler's own words where they are none of ours. */
export function nameOfTask(task: string): string {
	const name = Object.hasOwn(TASKS, task) ? TASKS[task] : undefined;
	return name ? name() : task;
}

import type { JsonValue } from '../../primitives/json.ts';
import {
	PARAMETERS,
	parseParameters,
	standardParameters,
	type ParameterFault,
	type ParameterName,
} from '../../protocol/parameters.ts';

const NAMES = Object.keys(PARAMETERS) as ParameterName[];
const STANDARD = standardParameters();
/** Pairs that make no sense the wrong way round: the protocol takes them, and then takes no stake. */
const LEAST_AND_MOST = [
	['proposal-stake-min', 'proposal-stake-max'],
	['vote-stake-min', 'vote-stake-max'],
] as const satisfies readonly (readonly [ParameterName, ParameterName])[];

/** Genesis parameters as they are being typed: texts, each checked by the protocol's own parser. */
export class SettingsDraft {
	#typed = $state<{ readonly [name: string]: string }>(standardTexts());

	/** What stands in the fields, as data; a text that is no number stays a text and is then refused. */
	readonly given = $derived<{ readonly [name: string]: JsonValue }>(
		Object.fromEntries(NAMES.map((name) => [name, valueOf(name, this.#typed[name] ?? '')])),
	);
	/** The faults by parameter; each field is checked beside defaults, so that one fault does not hide another. */
	readonly faults = $derived<{ readonly [name: string]: ParameterFault }>(
		Object.fromEntries(
			NAMES.flatMap((name) => {
				const parsed = parseParameters({ ...STANDARD, [name]: this.given[name]! });
				return parsed.ok ? [] : [[name, parsed.error]];
			}),
		),
	);
	readonly faultCount = $derived(Object.keys(this.faults).length);
	readonly changed = $derived(NAMES.filter((name) => this.given[name] !== STANDARD[name]));

	text(name: ParameterName): string {
		return this.#typed[name] ?? '';
	}

	type(name: ParameterName, text: string): void {
		this.#typed = { ...this.#typed, [name]: text };
	}

	/** Defaults, but for the parameters given. */
	preset(other: { readonly [name in ParameterName]?: string } = {}): void {
		this.#typed = { ...standardTexts(), ...other };
	}

	/** Whether a least value stands above its most. */
	isUpsideDown(name: ParameterName): boolean {
		const pair = LEAST_AND_MOST.find(([least, most]) => least === name || most === name);
		return pair !== undefined && Number(this.given[pair[0]]) > Number(this.given[pair[1]]);
	}
}

function standardTexts(): { readonly [name: string]: string } {
	return Object.fromEntries(NAMES.map((name) => [name, String(STANDARD[name])]));
}

function valueOf(name: ParameterName, text: string): JsonValue {
	const isNumber = PARAMETERS[name].kind === 'number' && /^\d{1,16}$/.test(text.trim());
	return isNumber ? Number(text.trim()) : text;
}

import { err, ok, type Result } from '../primitives/result.ts';
import { SINGLE_FAULTS, type SimulatedFault } from './fault.ts';
import { namesOfServices } from './service-names.ts';
import type { SystemSize } from './service-graph.ts';
import type { SimulationOptions } from './run-simulation.ts';

/** Newest version of the text form this code reads. */
export const SIMULATION_LINK_VERSION = 1;

/** Every kind of simulated incident. */
export const SIMULATED_FAULTS: readonly SimulatedFault[] = [...SINGLE_FAULTS, 'double', 'traffic-surge'];

/** How large a simulated system can be. */
export const SIMULATED_SIZES: readonly SystemSize[] = [10, 40, 300];

export const MAX_SEED = 0xffff_ffff;

/** What is simulated where nothing else is asked for. */
export const STANDARD_SIMULATION: SimulationOptions = {
	size: 40,
	fault: 'network-delay',
	severity: 0.8,
	seed: 1,
	falseLog: false,
};

/** The parts of the text, in their order. */
export type SimulationField = 'version' | 'size' | 'fault' | 'severity' | 'seed' | 'service' | 'logs';

/** Why a text is no simulation: what was expected, what stands there. */
export type SimulationLinkFault =
	| { readonly code: 'bad-link'; readonly expected: string; readonly actual: string }
	| { readonly code: 'newer-link'; readonly expected: string; readonly actual: string }
	| {
			readonly code: 'bad-field';
			readonly field: SimulationField;
			readonly expected: string;
			readonly actual: string;
	  };

const FORM = 'version/size/fault/severity/seed/service/logs';
const ANY_SERVICE = 'any';
const [FALSE_LOGS, HONEST_LOGS] = ['false-logs', 'honest-logs'];
const LONGEST = 80;

/**
 * A simulation as text that stands in the fragment of a link as it is: `1/40/cpu/80/7/svc-012/honest-logs`. The severity is
 * in whole percent; `any` service is chosen by the seed.
 */
export function encodeSimulation(options: SimulationOptions): string {
	return [
		SIMULATION_LINK_VERSION,
		options.size,
		options.fault,
		Math.round(100 * options.severity),
		options.seed,
		options.service ?? ANY_SERVICE,
		options.falseLog ? FALSE_LOGS : HONEST_LOGS,
	].join('/');
}

/** The simulation of a text. Fails with `bad-link`, `newer-link`, `bad-field`. */
export function decodeSimulation(text: string): Result<SimulationOptions, SimulationLinkFault> {
	const parts = text.slice(0, LONGEST + 1).split('/');
	const [version = '', size = '', fault = '', severity = '', seed = '', service = '', logs = ''] = parts;
	const newest = String(SIMULATION_LINK_VERSION);
	if (wholeNumber(version, SIMULATION_LINK_VERSION + 1, MAX_SEED) !== undefined)
		return err({ code: 'newer-link', expected: newest, actual: version });
	if (text.length > LONGEST || parts.length !== FORM.split('/').length)
		return err({ code: 'bad-link', expected: FORM, actual: text.slice(0, LONGEST) });
	if (version !== newest) return badField('version', newest, version);
	const knownSize = SIMULATED_SIZES.find((known) => String(known) === size);
	if (!knownSize) return badField('size', SIMULATED_SIZES.join(' | '), size);
	const knownFault = SIMULATED_FAULTS.find((known) => known === fault);
	if (!knownFault) return badField('fault', SIMULATED_FAULTS.join(' | '), fault);
	const percent = wholeNumber(severity, 0, 100);
	if (percent === undefined) return badField('severity', '0–100', severity);
	const number = wholeNumber(seed, 0, MAX_SEED);
	if (number === undefined) return badField('seed', `0–${MAX_SEED}`, seed);
	const services = namesOfServices(knownSize);
	if (service !== ANY_SERVICE && (knownFault === 'traffic-surge' || !services.includes(service)))
		return badField(
			'service',
			knownFault === 'traffic-surge' ? ANY_SERVICE : `${services[0]}, svc-001 … ${services.at(-1)}`,
			service,
		);
	if (logs !== FALSE_LOGS && logs !== HONEST_LOGS)
		return badField('logs', `${HONEST_LOGS} | ${FALSE_LOGS}`, logs);
	return ok({
		size: knownSize,
		fault: knownFault,
		severity: percent / 100,
		seed: number,
		falseLog: logs === FALSE_LOGS,
		...(service === ANY_SERVICE ? {} : { service }),
	});
}

function wholeNumber(text: string, low: number, high: number): number | undefined {
	const value = Number(text);
	return /^(0|[1-9]\d{0,9})$/.test(text) && value >= low && value <= high ? value : undefined;
}

function badField(
	field: SimulationField,
	expected: string,
	actual: string,
): Result<never, SimulationLinkFault> {
	return err({ code: 'bad-field', field, expected, actual });
}

import { secondsOfMinute } from './field-reader.ts';
import type { Incident } from './incident-model.ts';

/** Order of two strings by UTF-16 code units: the same everywhere, whatever the locale. */
export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Indices of windows in time order. */
export function timeOrderOf(minutes: readonly string[]): readonly number[] {
	return minutes
		.map((_, index) => index)
		.sort((a, b) => compareText(minutes[a] as string, minutes[b] as string));
}

/** Start of a window in seconds since the Unix epoch; its minute was parsed before. */
export function startOf(incident: Incident, index: number): number {
	return secondsOfMinute(incident.minutes[index] as string) as number;
}

/** True length of a window in seconds, at least 1. */
export function secondsOf(incident: Incident, index: number): number {
	return Math.max(1, incident.seconds?.[index] ?? incident.windowSeconds);
}

/** Time of the alert in seconds since the Unix epoch. */
export function alertSecondsOf(incident: Incident): number {
	return secondsOfMinute(incident.alert.time) as number;
}

/** Of some windows the one the alert falls into, else the nearest (later ones count double); the first window of none. */
export function windowOfAlert(incident: Incident, windows: readonly number[]): number {
	const alert = alertSecondsOf(incident);
	let best = windows[0] ?? 0;
	let least = Number.POSITIVE_INFINITY;
	for (const index of windows) {
		const start = startOf(incident, index);
		const distance = start <= alert ? alert - start : 2 * (start - alert);
		if (distance < least) [best, least] = [index, distance];
	}
	return best;
}

import { getLocale } from '$lib/paraglide/runtime.js';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = getLocale() + JSON.stringify(options);
	let format = formats.get(key);
	if (!format) formats.set(key, (format = new Intl.DateTimeFormat(getLocale(), options)));
	return format;
}

/** Block time of day in the reader's time zone. */
export function formatClock(timestamp: number): string {
	return formatOf({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(
		timestamp,
	);
}

/** Block time with its date, in the reader's time zone. */
export function formatDateTime(timestamp: number): string {
	return formatOf({
		dateStyle: 'medium',
		timeStyle: 'medium',
		hourCycle: 'h23',
	} as Intl.DateTimeFormatOptions).format(timestamp);
}

/** The unambiguous form, UTC. */
export function formatIso(timestamp: number): string {
	return Number.isFinite(timestamp) ? new Date(timestamp).toISOString() : String(timestamp);
}

/** `14:00` of a telemetry minute `2023-10-15 14:00:00`, as written (UTC). */
export function formatMinute(minute: string): string {
	return minute.length >= 16 ? minute.slice(11, minute.endsWith(':00') ? 16 : 19) : minute;
}

/** `0:07`, `12:31`: time since the start of a run. */
export function formatElapsed(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

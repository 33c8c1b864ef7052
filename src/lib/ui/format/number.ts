import { getLocale } from '$lib/paraglide/runtime.js';

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(options: Intl.NumberFormatOptions): Intl.NumberFormat {
	const locale = getLocale();
	const key = locale + JSON.stringify(options);
	let format = formats.get(key);
	if (!format) formats.set(key, (format = new Intl.NumberFormat(locale, options)));
	return format;
}

/** A number with its thousands separated, at most `digits` after the point. */
export function formatNumber(value: number, digits = 2): string {
	return formatOf({ maximumFractionDigits: digits }).format(value);
}

/** A change, with its sign: `+5`, `−100`, `±0`. */
export function formatChange(value: number): string {
	if (value === 0) return '±0';
	return formatOf({ signDisplay: 'always', maximumFractionDigits: 2 }).format(value).replace('-', '−');
}

/** A share from 0 to 1 in whole percent, or with one digit below ten. */
export function formatShare(share: number): string {
	return formatOf({ style: 'percent', maximumFractionDigits: share < 0.1 && share > 0 ? 1 : 0 }).format(
		share,
	);
}

/** Milli-units of voting weight as units. */
export function formatWeight(milli: number): string {
	return formatOf({ maximumFractionDigits: 2, minimumFractionDigits: milli % 1000 === 0 ? 0 : 1 }).format(
		milli / 1000,
	);
}

/** A measured value with its unit, as the evidence rows name it. */
export function formatMeasured(value: number | null, unit: string): string {
	if (value === null) return '–';
	if (unit === 'percent') return `${formatNumber(value)}%`;
	if (unit === 'ms') return value >= 1000 ? `${formatNumber(value / 1000)} s` : `${formatNumber(value)} ms`;
	if (unit === 'bytes' && value >= 1024) return `${formatNumber(value / 1024 / 1024)} MiB`;
	if (unit === 'count' || unit === '') return formatNumber(value);
	return `${formatNumber(value)} ${unit}`;
}

/** Bytes in the largest unit that leaves at least one whole. */
export function formatBytes(bytes: number): string {
	if (bytes < 1024) return `${formatNumber(bytes)} B`;
	if (bytes < 1024 ** 2) return `${formatNumber(bytes / 1024, 1)} KB`;
	return `${formatNumber(bytes / 1024 ** 2, 1)} MB`;
}

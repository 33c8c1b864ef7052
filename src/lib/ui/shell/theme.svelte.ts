export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'dao-gov-theme'; // also read by static/before-paint.js

function storedTheme(): Theme {
	try {
		const stored = localStorage.getItem(KEY);
		return THEMES.find((theme) => theme === stored) ?? 'system';
	} catch {
		return 'system'; // storage is blocked in this frame
	}
}

const chosen = $state<{ theme: Theme }>({ theme: 'system' });

/** The reader's choice, not the resolved colours. */
export function theme(): Theme {
	return chosen.theme;
}

export function setTheme(next: Theme): void {
	chosen.theme = next;
	try {
		localStorage.setItem(KEY, next);
	} catch {
		// kept for this visit only
	}
	apply();
}

/** Light, dark or system, in turn. */
export function cycleTheme(): void {
	setTheme(THEMES[(THEMES.indexOf(chosen.theme) + 1) % THEMES.length] as Theme);
}

/** Reads the stored choice and follows the system while that is chosen. Answers the function that stops following. */
export function followTheme(): () => void {
	chosen.theme = storedTheme();
	const system = matchMedia('(prefers-color-scheme: dark)');
	system.addEventListener('change', apply);
	apply();
	return () => system.removeEventListener('change', apply);
}

function apply(): void {
	const dark =
		chosen.theme === 'dark' ||
		(chosen.theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
	document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

import { getLocale, setLocale, type Locale } from '$lib/paraglide/runtime.js';

const current = $state<{ locale: Locale }>({ locale: getLocale() });

/** The language of the interface. Reactive; the root layout draws itself again when it changes. */
export function language(): Locale {
	return current.locale;
}

/** Switches without a reload, so that a running diagnosis is not disturbed. */
export function setLanguage(locale: Locale): void {
	void setLocale(locale, { reload: false });
	document.documentElement.lang = locale;
	current.locale = locale;
}

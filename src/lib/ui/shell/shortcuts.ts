export type Shortcuts = { readonly [key: string]: (() => void) | undefined };

const SWITCH = 'dao-gov-shortcuts';

/** Whether single-key shortcuts are on; some readers need them off. */
export function shortcutsEnabled(): boolean {
	try {
		return localStorage.getItem(SWITCH) !== 'off';
	} catch {
		return true;
	}
}

export function setShortcutsEnabled(enabled: boolean): void {
	try {
		localStorage.setItem(SWITCH, enabled ? 'on' : 'off');
	} catch {
		// kept for this visit only
	}
}

/** Whether a key belongs to what has the focus: text fields, lists, sliders and menus keep their keys. */
function isTyping(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	if (target.isContentEditable) return true;
	if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'button';
	return (
		target.closest('textarea, select, [role=menu], [role=dialog], [role=listbox], [role=tablist]') !== null
	);
}

/** Space and Enter on a control press that control. */
function pressesControl(event: KeyboardEvent): boolean {
	if (event.key !== ' ' && event.key !== 'Enter') return false;
	return event.target instanceof HTMLElement && event.target.closest('button, a, summary, input') !== null;
}

/**
 * A handler for `keydown` that runs the shortcut named after the key: `n`, `Space`, `ArrowLeft`, `Shift+ArrowLeft`, or two
 * keys in a row such as `g c`. Never in inputs, never together with Ctrl, Alt or Meta.
 */
export function createShortcutHandler(shortcuts: () => Shortcuts): (event: KeyboardEvent) => void {
	let prefix = '';
	return (event) => {
		if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
		if (isTyping(event.target) || pressesControl(event) || !shortcutsEnabled()) return;
		const key = event.key === ' ' ? 'Space' : event.key;
		const name = event.shiftKey && key.length > 1 ? `Shift+${key}` : key;
		const table = shortcuts();
		const run = (prefix && table[`${prefix} ${name}`]) || table[name];
		prefix = key === 'g' ? 'g' : '';
		if (!run) return;
		event.preventDefault();
		run();
	};
}

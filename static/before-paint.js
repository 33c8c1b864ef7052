// Runs before the first paint, so that neither theme nor language flashes. External because the policy bans inline scripts.
(function () {
	var root = document.documentElement;
	var read = function (key) {
		try {
			return localStorage.getItem(key);
		} catch {
			return null; // storage is blocked, as in a frame on another site
		}
	};
	var theme = read('dao-gov-theme');
	var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
	root.dataset.theme = dark ? 'dark' : 'light';

	var locale = read('PARAGLIDE_LOCALE');
	if (locale !== 'zh-CN' && locale !== 'en') {
		locale = 'zh-CN';
		var wanted = navigator.languages || [];
		for (var i = 0; i < wanted.length; i++) {
			var base = wanted[i].slice(0, 2).toLowerCase();
			if (base === 'zh' || base === 'en') {
				locale = base === 'zh' ? 'zh-CN' : 'en';
				break;
			}
		}
	}
	root.lang = locale;
})();

/** Those that call themselves by another's name too come before it. */
const BROWSERS = [
	['Edge', /\bEdg(?:e|A|iOS)?\//],
	['Opera', /\bOPR\//],
	['Samsung Internet', /\bSamsungBrowser\//],
	['Firefox', /\b(?:Firefox|FxiOS)\//],
	['Chrome', /\b(?:Chrome|CriOS|Chromium)\//],
	['Safari', /\bSafari\//]
] as const;

const SYSTEMS = [
	['iPad', /\biPad\b/],
	['iPhone', /\biPhone\b/],
	['Android', /\bAndroid\b/],
	['ChromeOS', /\bCrOS\b/],
	['Windows', /\bWindows\b/],
	['macOS', /\bMac(?:intosh| OS X)\b/],
	['Linux', /\bLinux\b/]
] as const;

const nameIn = (names: readonly (readonly [string, RegExp])[], text: string) =>
	names.find(([, pattern]) => pattern.test(text))?.[0];

/** A browser in words, by its User-Agent: enough to tell one's own devices apart. */
export function describeBrowser(userAgent: string): string {
	const browser = nameIn(BROWSERS, userAgent);
	const system = nameIn(SYSTEMS, userAgent);
	if (browser && system) return `${browser} on ${system}`;
	return browser ?? system ?? 'A browser that does not say what it is';
}

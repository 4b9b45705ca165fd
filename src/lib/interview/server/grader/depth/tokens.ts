/** One token of a text as it was typed, names of code whole. */
export interface Token {
	/** Without the punctuation around it. */
	text: string;
	lower: string;
	/** It is a name of code, a path or a place in it. */
	isName: boolean;
	isNumber: boolean;
	/** Which sentence it stands in, from 0. */
	sentence: number;
}

/** Written with capitals inside, and no names of code. */
const TRADE_NAMES = new Set(
	`github gitlab javascript typescript graphql mongodb mysql mariadb postgresql sqlite dynamodb nosql oauth
	rabbitmq devops devsecops intellij openapi openid youtube linkedin macos ios websocket websockets wifi
	node.js vue.js next.js nuxt.js express.js asp.net dockerhub pagerduty newrelic bitbucket circleci
	cloudflare cloudwatch haproxy jmeter junit sonarqube powershell webassembly grpc memcached
	stackoverflow chatgpt openai`.split(/\s+/)
);

const ABBREVIATIONS = new Set(['e.g', 'i.e', 'a.k.a', 'p.m', 'a.m', 'u.s', 'a.s.o']);

const EDGES = /^[("'“”‘’[{<*`,.;:!?-]+|["'“”‘’\]}>*`,.;:!?-]+$/gu;

/** No name of code that anybody types is longer. */
const LONGEST = 200;

/** In order of the text. Takes time in proportion to it. */
export function tokensOf(text: string): Token[] {
	const tokens: Token[] = [];
	let sentence = 0;
	let isCode = false;
	for (const line of text.split('\n')) {
		const marker = /^\s*(?:\d{1,2}[.)]|[-*•])\s/u.exec(line)?.[0] ?? '';
		for (const [typed] of line.slice(marker.length).matchAll(/\S+/gu)) {
			const cut = typed.slice(0, LONGEST);
			const ticks = cut.split('`').length - 1;
			const bare = cut.replace(EDGES, '');
			const core = bare.includes('(') ? bare : bare.replace(/\)+$/u, '').replace(EDGES, '');
			if (core !== '') {
				const isName = isCode || ticks > 0 || isNameOfCode(core);
				const lower = core.toLowerCase().replaceAll('’', "'");
				const isNumber = !isName && /\p{N}/u.test(core);
				tokens.push({ text: core, lower, isName, isNumber, sentence });
			}
			if (ticks % 2 === 1) isCode = !isCode;
			if (/[.!?;:][)"'”]*$/u.test(cut)) sentence += 1;
		}
		sentence += 1;
		isCode = false;
	}
	return tokens;
}

/** Whether a token is written as only code is: `saveNew`, `user_id`, `Order.find`, `ship()`, `a/b.ts:41`. */
export function isNameOfCode(token: string): boolean {
	const lower = token.toLowerCase().replace(/[’']s$/u, '');
	if (TRADE_NAMES.has(lower) || ABBREVIATIONS.has(lower)) return false;
	return (
		/\p{Ll}\p{Lu}/u.test(token) ||
		/[\p{L}\p{N}]_|_[\p{L}\p{N}]/u.test(token) ||
		/^[\p{L}_$@][\p{L}\p{N}$-]*[!?]?\.\p{L}/u.test(token) ||
		/\p{L}\(|::|->\p{L}|=>|==|!=|\p{L}\[|\?\./u.test(token) ||
		/^[@$#]\p{L}|^--?\p{L}{2}|^\.\p{L}/u.test(token) ||
		/^\/\p{L}|\/[^/\s]+\/|\p{L}\/[^/]*\.\p{Ll}{1,5}(?::|$)/u.test(token) ||
		/^(?=[a-f]*\d)(?=\d*[a-f])[a-f\d]{7,40}$/u.test(token)
	);
}

import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { Finding } from '../../findings';
import type { Place, Project } from '../../project';
import { distinct, finding, listed, literal, placeOf, type Detector } from './detector';
import { settingsFiles, settingsSecrets } from './settings-files';
import { keysInCode } from './jwt-keys';

const NAME = 'secrets';

const MOST_CHARACTERS = 300_000;

/** Paths whose words are data, or are there to be found. */
const LEFT_OUT =
	/(^|\/)([\w-]*docs|tests?|__tests__|specs?|fixtures|testdata|mocks?|node_modules|vendor|dist|examples?|docs?)\/|(package-lock\.json|pnpm-lock\.yaml|yarn\.lock|\.lock|\.sum|\.min\.\w+|\.map|\.md|\.svg)$|[._-](test|spec)\.\w+$|\.(example|sample|template|dist)$/i;

/** One of the forms that the rules know stands in it: nothing else is worth their time. */
const WORTH_A_LOOK =
	/AKIA|ASIA|aws_|gh[pousr]_|github_pat_|glpat-|xox[abposr]-|hooks\.slack|sk-|[sr]k_live|-----BEGIN|AIza|npm_|_authToken|SG\.|shp(at|ss|ca|pa)_|\w:\/\/[^\s/:@]+:[^\s/@]+@|dop_v1|lin_api_|service_account|AccountKey=|ops_eyJ|hf_|figd_/;

/** What stands in the code or beside it and should not: keys, tokens, passwords. Never shown. */
export const secrets: Detector = {
	name: NAME,
	topics: ['secrets'],
	detect: async (project) => [
		...(await linted(project)),
		...named(project),
		...filesOfSecrets(project),
		...settingsFiles(project, NAME)
	]
};

/** What is shorter may be a word that stands in other places too. */
const LEAST_HIDDEN = 8;

/**
 * Literals that the facts show to be keys or passwords: other detectors show the same lines, and
 * nothing in those lines may say what they are.
 */
export const secretLiterals = (project: Project): string[] =>
	distinct(
		[...keysInCode(project), ...literals(project), ...settingsSecrets(project)].map(
			({ text }) => text
		)
	).filter(({ length }) => length >= LEAST_HIDDEN);

interface Leak {
	kind: string;
	place: Place;
	text: string;
}

/** Kinds of secrets in one file, from which on they are samples. */
const SAMPLES = 3;

async function linted(project: Project): Promise<Finding[]> {
	const generated = new Set(
		project.files.filter(({ isTest, isGenerated }) => isTest || isGenerated).map(({ path }) => path)
	);
	const leaks: Leak[] = [];
	for (const path of project.paths) {
		if (LEFT_OUT.test(path) || generated.has(path)) continue;
		const content = project.lines(path).join('\n');
		if (content.length > MOST_CHARACTERS || !WORTH_A_LOOK.test(content)) continue;
		const found = await leaksIn(path, content);
		// Who looks for secrets has one of each kind, to try it on.
		if (new Set(found.map(({ kind }) => kind)).size >= SAMPLES) continue;
		leaks.push(...found);
	}
	return distinct(leaks.map(({ kind }) => kind)).map((kind) => {
		const own = leaks.filter((leak) => leak.kind === kind);
		return finding(project, {
			detector: NAME,
			subject: kind.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
			topic: 'secrets',
			kind: 'risk',
			title: `What looks like a secret (${kind}) stands in the repository.`,
			detail:
				'Whoever has the repository, or any old copy of it, has the secret. Taking the line out is not enough: it must be replaced where it is valid.',
			confidence: 0.85,
			at: own.map(({ place }) => place),
			secrets: own.map(({ text }) => text),
			facts: { kind, places: own.length }
		});
	});
}

async function leaksIn(path: string, content: string): Promise<Leak[]> {
	const { messages } = await lintSource({
		source: { content, filePath: path, ext: /\.\w+$/.exec(path)?.[0] ?? '', contentType: 'text' },
		options: {
			noPhysicFilePath: true,
			config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] }
		}
	});
	return messages.flatMap(({ ruleId, messageId, range, loc }) => {
		const text = content.slice(range[0], range[1]);
		if (isPlaceholder(text)) return [];
		const place = {
			path,
			startLine: loc.start.line,
			endLine: Math.max(loc.start.line, loc.end.line)
		};
		return [{ kind: kindOf(ruleId, messageId), place, text }];
	});
}

/** `@secretlint/secretlint-rule-aws` is `aws`. */
const kindOf = (ruleId: string, messageId: string) =>
	ruleId.replace(/^.*secretlint-rule-/, '').replace(/^preset-recommend$/, messageId);

const SECRET_NAME =
	/(^|[._])(secret|secret_?key(_base)?|client_?secret|app_?secret|jwt_?secret|api_?key|api_?secret|auth_?token|access_?token|access_?key|private_?key|encryption_?key|signing_?key|password|passwd|db_?pass(word)?|smtp_?pass(word)?)$/i;

/** Literals given to names that say what they are. */
function named(project: Project): Finding[] {
	const told = new Set(keysInCode(project).map(({ place }) => `${place.path}:${place.startLine}`));
	const found = literals(project).filter(
		({ file, fact }) => !told.has(`${file.path}:${fact.line}`)
	);
	if (found.length === 0) return [];
	const names = distinct(found.map(({ fact }) => fact.name.split('.').at(-1)!));
	return [
		finding(project, {
			detector: NAME,
			subject: 'literal',
			topic: 'secrets',
			kind: 'risk',
			title: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} given a literal in the code.`,
			detail:
				'If it is valid anywhere, whoever reads the code or its history can use it, and changing it needs a release. The environment, or a store of secrets, keeps it out of both.',
			confidence: 0.8,
			at: found.map(placeOf),
			secrets: found.map(({ text }) => text),
			facts: { names: names.slice(0, 20), places: found.length }
		})
	];
}

/** Texts that people read, by language: `passwords.php` is full of passwords. */
const TRANSLATIONS = /(^|\/)(lang|langs|locales?|i18n|l10n|translations?|messages)\//i;

const literals = (project: Project) =>
	project.sources.flatMap((file) => {
		if (TRANSLATIONS.test(file.path)) return [];
		return file.assignments.flatMap((fact) => {
			const text = literal(fact.value);
			if (text === undefined || !SECRET_NAME.test(fact.name) || !looksSecret(text)) return [];
			return [{ file, fact, text }];
		});
	});

/** Long and mixed enough to be made, not thought of; no word, path or key of a message. */
function looksSecret(text: string): boolean {
	if (text.length < 12 || text.length > 200 || isPlaceholder(text)) return false;
	if (/\s/.test(text) || /^(https?:|\/|\.|\$|%|@)|^[a-z]+([._-][a-z]+)*$/i.test(text)) return false;
	return /\d/.test(text) && bitsPerCharacter(text) > 3;
}

/** Shannon's entropy of its characters. */
function bitsPerCharacter(text: string): number {
	const counts = new Map<string, number>();
	for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
	return [...counts.values()].reduce((sum, count) => {
		const share = count / text.length;
		return sum - share * Math.log2(share);
	}, 0);
}

const isPlaceholder = (text: string) =>
	/change|your|\b(required|nullable|confirmed|min:|max:)|example|placeholder|dummy|fake|sample|insert|replace|todo|x{4,}|\*{3,}|<[^<>]*>|\$\{|\{\{|%\(|\.\.\.|localhost|127\.0\.0\.1|(user|username|postgres|root|admin|guest|test|foo|me):(pass(word|wd)?|postgres|root|admin|guest|secret|test|bar|user|pw)@|@(db|database|postgres|mysql|redis|mongo|rabbitmq|host)\b/i.test(
		text
	);

const SECRET_FILE =
	/(^|\/)(\.env(\.(local|production|prod|staging))?|id_(rsa|dsa|ecdsa|ed25519)|[\w.-]+\.(pem|p12|pfx|keystore|jks)|credentials\.json|service-account[\w-]*\.json|master\.key|\.npmrc|\.pypirc|\.htpasswd)$/;

/** Files that are seldom meant to be shared. */
function filesOfSecrets(project: Project): Finding[] {
	const found = project.paths.filter(
		(path) =>
			SECRET_FILE.test(path) &&
			!LEFT_OUT.test(path) &&
			project.lines(path).some((line) => hasValue(path, line))
	);
	if (found.length === 0) return [];
	return [
		finding(project, {
			detector: NAME,
			subject: 'files',
			topic: 'secrets',
			kind: 'risk',
			title: `${listed(found)} ${found.length === 1 ? 'is' : 'are'} in the repository.`,
			detail:
				'Files of this kind hold what is secret of one machine or one account. If a value in it was ever real, it is in the history too.',
			confidence: 0.8,
			at: found.map((path) => ({
				path,
				startLine: project.lines(path).findIndex((line) => hasValue(path, line)) + 1
			})),
			secrets: found.flatMap((path) =>
				project.lines(path).flatMap((line) => /[=:]\s*["']?([^\s"']{3,})/.exec(line)?.[1] ?? [])
			),
			facts: { paths: found.slice(0, 20) }
		})
	];
}

const VARIABLE = /^(?:export\s+)?(\w+)\s*=\s*["']?(?!\$)[^\s"'#]{6,}/i;
const SECRET_VARIABLE = /SECRET|PASSWORD|TOKEN|PRIVATE|API_?KEY|DSN/i;

const hasValue = (path: string, line: string) => {
	if (/\.(pem|keystore)$|id_\w+$/.test(path)) return /PRIVATE KEY/.test(line);
	if (/\.npmrc$/.test(path)) return /_authToken\s*=\s*(?!\$)\S/.test(line);
	if (/\.env/.test(path)) {
		const name = VARIABLE.exec(line.trim())?.[1];
		return name !== undefined && SECRET_VARIABLE.test(name) && !isPlaceholder(line);
	}
	return line.trim().length > 8;
};

import { counted, listed } from './numbers';
import type { Purpose } from './server/review/framework-table';
import type { Activity, LeftOut, ProjectReview } from './server/review/report';

/** What the first stage found, in sentences and headings. Pure. */

export const purposeNames: Record<Purpose, string> = {
	web: 'Web',
	ui: 'Interface',
	orm: 'Data access',
	database: 'Database',
	migrations: 'Migrations',
	validation: 'Validation',
	authentication: 'Authentication',
	test: 'Tests',
	build: 'Build',
	lint: 'Lint and format',
	queue: 'Background work',
	cache: 'Cache',
	'real-time': 'Real time',
	graphql: 'GraphQL',
	rpc: 'Remote calls',
	'http-client': 'HTTP client',
	logging: 'Logging',
	monitoring: 'Monitoring',
	'api-docs': 'API description',
	state: 'State',
	'dependency-injection': 'Dependency injection',
	cli: 'Command line',
	mobile: 'Mobile',
	desktop: 'Desktop',
	data: 'Data and models',
	cloud: 'Cloud',
	mail: 'Mail',
	payments: 'Payments'
};

/** Why files count nowhere else. */
export const leftOutNames: Record<LeftOut['role'], string> = {
	source: 'Source',
	test: 'Tests',
	vendored: 'Others’ code',
	generated: 'Generated',
	minified: 'Minified',
	lock: 'Lock files',
	binary: 'Binary'
};

/** What stands in the sentence; the first of each, in this order. */
const LEADING: readonly Purpose[] = ['web', 'mobile', 'desktop', 'ui', 'orm', 'real-time', 'queue'];
const MOST_NAMED = 3;

/** `A TypeScript web service with Express and Prisma: 214 files, 18,300 lines, a third of them tests.` */
export function whatItIs(review: ProjectReview): string {
	const { mainLanguage, files, lines } = review;
	if (mainLanguage === undefined || lines === 0) {
		return `${counted(files, 'file')}, and no code in a language that is known here.`;
	}
	const named = namesOf(review);
	const what = `${article(mainLanguage)} ${mainLanguage} ${sortOf(review)}`;
	const parts = [counted(files, 'file'), `${counted(rounded(lines), 'line')} of code`];
	const told = testsInWords(review);
	return `${what}${named.length > 0 ? ` with ${listed(named)}` : ''}: ${[...parts, told].join(', ')}.`;
}

/** `1,204 commits by 18 people, from March 2016 to October 2026.` */
export function howItGrew({ commits, people, firstAt, lastAt }: Activity): string {
	const who = counted(people, 'person', 'people');
	const [first, last] = [monthName(firstAt), monthName(lastAt)];
	return `${counted(commits, 'commit')} by ${who}, ${first === last ? `in ${first}` : `from ${first} to ${last}`}.`;
}

const monthFormat = new Intl.DateTimeFormat('en-GB', {
	month: 'long',
	year: 'numeric',
	timeZone: 'UTC'
});

/** @param at ISO 8601, or a month of it: `2026-10` */
export const monthName = (at: string): string => monthFormat.format(new Date(at));

const shortFormat = new Intl.DateTimeFormat('en-GB', {
	month: 'short',
	year: 'numeric',
	timeZone: 'UTC'
});

/** `Oct 2026` */
export const shortMonth = (month: string): string => shortFormat.format(new Date(month));

/** Who would be missed: `One person is the main author of more than half of the files.` */
export const whoseItIs = ({ truckFactor }: Activity): string =>
	truckFactor === 1
		? 'One person is the main author of more than half of the files.'
		: `${truckFactor} people together are the main authors of more than half of the files.`;

/** Every month between the first and the last: a month without a commit is one with none. */
export function everyMonth(months: Activity['months']): Activity['months'] {
	const known = new Map(months.map((one) => [one.month, one]));
	const last = months.at(-1)?.month ?? '';
	const all: Activity['months'] = [];
	for (let month = months[0]?.month; month !== undefined && month <= last; month = next(month)) {
		all.push(known.get(month) ?? { month, commits: 0, people: 0 });
	}
	return all;
}

function next(month: string): string {
	const [year = 0, number = 0] = month.split('-').map(Number);
	return number === 12
		? `${String(year + 1).padStart(4, '0')}-01`
		: `${month.slice(0, 5)}${String(number + 1).padStart(2, '0')}`;
}

/** Two figures are what a reader keeps. */
function rounded(lines: number): number {
	const step = 10 ** Math.max(0, String(lines).length - 3);
	return Math.round(lines / step) * step;
}

const article = (word: string) => (/^[AEIO]/i.test(word) ? 'An' : 'A');

function runtime({ frameworks }: ProjectReview) {
	return frameworks.filter(({ isDevelopment }) => !isDevelopment);
}

function namesOf(review: ProjectReview): string[] {
	const used = runtime(review);
	const names = LEADING.flatMap(
		(purpose) => used.find((framework) => framework.purpose === purpose)?.name ?? []
	);
	return [...new Set(names)].slice(0, MOST_NAMED);
}

function sortOf(review: ProjectReview): string {
	const has = new Set<Purpose>(runtime(review).map(({ purpose }) => purpose));
	const members = review.manifests.some((manifest) => manifest.members.length > 0);
	if (has.has('mobile')) return 'mobile application';
	if (has.has('desktop')) return 'desktop application';
	if (has.has('web')) return has.has('ui') ? 'web application' : 'web service';
	if (has.has('ui')) return 'web front end';
	if (has.has('rpc') || has.has('queue')) return 'service';
	if (has.has('cli')) return 'command-line tool';
	return members ? 'workspace' : 'project';
}

const FRACTIONS: readonly (readonly [number, string])[] = [
	[0.1, 'a tenth'],
	[0.2, 'a fifth'],
	[0.25, 'a quarter'],
	[1 / 3, 'a third'],
	[0.4, 'two fifths'],
	[0.5, 'half'],
	[0.6, 'three fifths'],
	[2 / 3, 'two thirds'],
	[0.75, 'three quarters']
];

function testsInWords({ tests }: ProjectReview): string {
	if (tests.files === 0 && tests.inlineFiles === 0) return 'no tests';
	if (tests.share < 0.05) return 'few of them tests';
	if (tests.share > 0.8) return 'most of them tests';
	const nearest = FRACTIONS.reduce((best, fraction) =>
		Math.abs(fraction[0] - tests.share) < Math.abs(best[0] - tests.share) ? fraction : best
	);
	return `${nearest[1]} of them tests`;
}

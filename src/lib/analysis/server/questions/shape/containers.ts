import type { Finding } from '../../../findings';
import { counted } from '../../detectors/detector';
import {
	clarifying,
	composed,
	deeper,
	draft,
	essential,
	foundBy,
	listOf,
	numberOf,
	point,
	textOf
} from '../draft';
import type { QuestionDraft, QuestionMaker, QuestionMaterial } from '../maker';
import type { Phrasing } from '../phrasing';

/** The image that runs: as whom, on what, and what of its building stays in it. */
export const containers: QuestionMaker = {
	name: 'containers',
	make: (material, phrasing) => {
		const images = foundBy(material.findings, 'build-and-deployment', /^image:/);
		const [main] = images.toSorted(
			(one, other) => rankOf(textOf(one, 'path')) - rankOf(textOf(other, 'path'))
		);
		return main ? [asked(material, main, images, phrasing)] : [];
	}
};

/** What is delivered stands first: near the root, under the plain name, for no other purpose. */
const rankOf = (path: string) =>
	path.split('/').length +
	(/Dockerfile$/.test(path) ? 0 : 1) +
	(/dev|test|playwright|build|base|packag|debian|rpm/i.test(path) ? 5 : 0);

/** An image with the values that the file itself gives to its arguments. */
const filledIn = (image: string, lines: readonly string[]): string =>
	image.replace(/\$\{?(\w+)(?::-([^}]*))?\}?/g, (_, name: string, otherwise?: string) => {
		const said = lines.find((line) => line.trim().startsWith(`ARG ${name}=`));
		return said?.replace(/^[^=]*=/, '').replace(/["'\s]/g, '') ?? otherwise ?? name;
	});

function asked(
	{ findings, project, review }: QuestionMaterial,
	main: Finding,
	images: readonly Finding[],
	phrasing: Phrasing
): QuestionDraft {
	const path = textOf(main, 'path');
	const stages = numberOf(main, 'stages');
	const last = textOf(main, 'final');
	const { images: sources } = review.containers;
	const image = sources.find((one) => one.path === path && one.stage === last)?.image ?? last;
	const final = filledIn(image, project.lines(path));
	const user = textOf(main, 'runsAs');
	const asRoot = foundBy(findings, 'build-and-deployment', 'as-root').filter((finding) =>
		listOf(finding, 'files').includes(path)
	);
	const isRoot = asRoot.length > 0;
	const hasHealthCheck = main.facts['hasHealthCheck'] === true;
	const other = images.find((one) => one !== main && textOf(one, 'runsAs') !== user);
	const entry = review.entryPoints.find((one) => one.kind === 'container' && one.path === path);
	const start = entry && project.evidence({ path, startLine: entry.line });
	const contrast =
		other && isRoot ? `, while ${textOf(other, 'path')} runs as ${textOf(other, 'runsAs')}` : '';
	const built = stages > 1 ? `in ${stages} stages` : 'in one stage';
	return draft({
		subject: path,
		worth: isRoot ? 0.78 : 0.7,
		topic: 'build_and_deployment',
		category: isRoot ? 'implementation' : 'tradeoffs',
		difficulty: isRoot || stages === 1 ? 'junior' : 'mid-level',
		findings: [main, ...asRoot],
		evidence: main.evidence.slice(0, 1),
		related: [
			...(other && isRoot ? other.evidence.slice(0, 1) : []),
			...main.evidence.slice(1, 2),
			...(start ? [start] : [])
		],
		question: composed(
			phrasing,
			path,
			isRoot
				? [
						`${path} ends on ${final} and names no user, so what it starts runs as root${contrast}.`,
						`What ${path} builds ${built} runs as root on ${final}${contrast}.`,
						`No line of ${path} gives up root before the program starts${contrast}.`
					]
				: stages > 1
					? [
							`${path} builds ${built} and runs on ${final}${user === 'root' ? '' : ` as ${user}`}.`,
							`Of the ${stages} stages in ${path} only the last goes out, on ${final}${hasHealthCheck ? ', with a health check' : ''}.`,
							`What runs is built on ${final}; the other ${counted(stages - 1, 'stage')} of ${path} ${stages === 2 ? 'is' : 'are'} thrown away.`
						]
					: [
							`${path} builds and runs in one stage, on ${final}.`,
							`Whatever ${path} needs to build is still there when it runs: one stage, on ${final}.`,
							`There is one stage in ${path}, on ${final}${hasHealthCheck ? ', and a health check' : ', and no health check'}.`
						],
			isRoot ? ROOT : stages > 1 ? STAGED : SINGLE
		),
		rubric: [
			isRoot
				? essential(
						'Whoever breaks into the program has root in the container, and is a step nearer to the host',
						[
							'a compromised process has full rights inside',
							'container escape is easier as root',
							'principle of least privilege is violated'
						],
						{
							evidence: main.evidence.slice(0, 1),
							contradictions: [
								'the container runs as an unprivileged user',
								'it does not run as root'
							]
						}
					)
				: stages > 1
					? essential(
							'Compilers and development dependencies stay behind, so that the image is small and has less to attack',
							[
								'the final image contains only what is needed at run time',
								'build tools are not shipped',
								'smaller attack surface and faster pulls'
							]
						)
					: essential(
							'What was only needed to build is in the image that runs: it is larger and has more to attack',
							[
								'build tools and sources are shipped too',
								'a multi-stage build would leave them behind',
								'the image is bigger than necessary'
							]
						),
			isRoot
				? essential(
						'A USER line before the start, with ownership of the folders that it writes to, changes that',
						[
							'create a user and switch to it in the Dockerfile',
							'chown the data directory and set USER',
							'use a rootless or distroless base image'
						]
					)
				: essential(
						`The image ${final} below it decides what updates come in, how they are pinned and what can be inspected in it`,
						[
							'a tag can move, a digest cannot',
							'security updates arrive by rebuilding on a newer base',
							'a slim image lacks a shell for debugging'
						]
					),
			point(
				'Lines that change rarely stand first, so that the cache holds them: dependencies before the code',
				[
					'copy the manifest and install before copying the sources',
					'order the layers by how often they change',
					'otherwise every commit reinstalls everything'
				]
			),
			point(
				hasHealthCheck
					? 'The health check lets whoever runs it see that the program answers, not only that it lives'
					: 'Without a health check nobody outside sees whether the program answers or merely runs',
				[
					'the orchestrator needs a probe to restart it',
					'a process can hang while the container is up',
					'liveness and readiness are different questions'
				]
			),
			point('Settings and secrets come in when it starts and are not baked into a layer', [
				'pass configuration by environment variables',
				'a secret in a layer can be read by everyone who pulls the image',
				'the same image runs in every environment'
			])
		],
		modelAnswer: `
			${path} builds ${built} and what runs stands on ${final}${isRoot ? ', as root, since no line names another user' : user === 'root' ? '' : `, as ${user}`}. ${
				isRoot
					? 'Whoever breaks into the program then has root in the container and is a step nearer to the host; a USER line and the ownership of the folders that it writes to change that.'
					: stages > 1
						? 'Compilers and development dependencies stay behind in the earlier stages, so there is less to pull and less to attack; what is forgotten in the copying is missed only when it runs.'
						: 'One stage is easy to follow, but everything that was needed to build is shipped too; a second stage would leave it behind.'
			} ${isRoot ? '' : `The base, ${final}, decides which updates come in, so I pin it and build again when there is a newer one.`}
			Dependencies should be installed before the code is copied, so that the cache holds them from one
			commit to the next. Settings and secrets come in at the start and are in no layer. ${
				hasHealthCheck
					? 'The health check tells that it answers, so a hanging program is restarted.'
					: 'I would add a health check, since a process that hangs looks alive from outside.'
			}
		`,
		hints: [
			'Go through the file from the last line upwards: what starts, as whom, on what?',
			'What is in that image that the running program never touches?',
			isRoot
				? 'Suppose somebody can run a command through your program. What may it do?'
				: 'What happens on the day on which the base has a security hole?'
		],
		followUps: [
			clarifying(
				isRoot ? 2 : 3,
				isRoot
					? 'Which folders or ports would make trouble once it no longer runs as root, and what do you do about each?'
					: 'You change one line of code and build again. Which of the steps run anew?',
				isRoot
					? [
							essential('Folders that it writes to, such as volumes, must belong to the new user', [
								'permission denied on the data volume',
								'chown at build time or an init step'
							]),
							point('Ports below 1024 need another port or a capability', [
								'listen on 8080 instead of 80',
								'privileged ports cannot be bound'
							])
						]
					: [
							essential('All steps after the first one whose input changed', [
								'the cache is invalid from the copied file downwards',
								'everything below the COPY of the sources'
							]),
							point(
								'Dependencies are not installed again when their manifest is copied on its own before',
								[
									'the install layer stays cached as long as the lock file is unchanged',
									'package files first, then the rest'
								]
							)
						]
			),
			deeper(4, 'How does whoever runs this notice that it is alive but no longer answers?', [
				essential('By a probe over the network that goes through what matters', [
					'an HTTP health endpoint that is called regularly',
					'readiness check'
				]),
				point(
					'The probe must not fail because a partner is slow, else everything restarts at once',
					['do not check the database in the liveness probe', 'separate liveness from readiness']
				)
			])
		]
	});
}

const ROOT: readonly [string, ...string[]] = [
	'What follows from that if somebody gets in, and what would you change?',
	'Was that meant, and what breaks when you take root away?',
	'How far would an attacker get from there, and which lines would you add?',
	'Which of its folders and ports really need that?',
	'What speaks for leaving it so, and does that convince you?'
];

const STAGED: readonly [string, ...string[]] = [
	'What did you leave out on purpose, and how do you look into it when something goes wrong?',
	'Why that base, and how do its updates reach what runs?',
	'What stayed behind on purpose, and what comes in with the base without your asking?',
	'What is still in the image that need not be there?',
	'How do you know that the image you tested is the one that runs?'
];

const SINGLE: readonly [string, ...string[]] = [
	'What does that cost, and when would you split it?',
	'What would a second stage leave behind, and is it worth the lines?',
	'What do you rely on in that base, and what else is in there that you never asked for?',
	'What in it would an attacker be glad to find?',
	'Which of those choices would you defend, and which would you change first?'
];

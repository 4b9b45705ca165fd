import type { Locator, Page } from '@playwright/test';
import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startRedis } from '../src/lib/testing/redis';
import { aheadBy, TestServer } from './server';
import { expect, test as base } from './test';
import {
	anotherBrowser,
	expectFocus,
	open,
	signIn,
	signUp,
	somebody,
	tabTo
} from './test-helpers/accounts';
import { bring, expectDone, pack, tab } from './test-helpers/analyses';
import { makeBookshop } from './test-helpers/bookshop';
import {
	answerBox,
	beginInterview,
	clock,
	closedTurns,
	giveAnswer,
	openQuestion
} from './test-helpers/interview-room';
import { expectConnected } from './test-helpers/typing';

const NIGHT_MS = 11 * 3_600_000;

/** Two processes over one folder and one Redis; the second comes with the morning. */
interface Instances {
	evening: TestServer;
	/** The night passes: the first is started again, and the other one beside it. */
	sleep: () => Promise<TestServer>;
}

const test = base.extend<{
	instances: Instances;
	mortal: TestServer;
	own: TestServer;
	folder: string;
}>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
	instances: async ({}, use) => {
		const redis = await startRedis();
		const evening = await TestServer.startBuilt({ REDIS_URL: redis.url });
		let other: TestServer | undefined;
		const sleep = async () => {
			await evening.kill();
			await evening.start(aheadBy(NIGHT_MS));
			const shared = { REDIS_URL: redis.url, DATA_DIR: evening.dataDir };
			other = await TestServer.startBuilt({ ...shared, ...aheadBy(NIGHT_MS) });
			return other;
		};
		await use({ evening, sleep });
		await other?.dispose();
		await evening.dispose();
		await redis.stop();
	},
	// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
	mortal: async ({}, use) => {
		const server = await TestServer.startBuilt();
		await use(server);
		await server.dispose();
	},
	own: async ({ folder }, use) => {
		const server = await TestServer.startBuilt({ LOCAL_REPO_ROOTS: dirname(folder) });
		await use(server);
		await server.dispose();
	},
	// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
	folder: async ({}, use) => {
		const folder = await makeBookshop();
		await use(folder);
		await rm(dirname(folder), { recursive: true, force: true });
	}
});

interface Given {
	question: string;
	answer: string;
}

const region = (page: Page): Locator => page.getByRole('region', { name: /^Question/ });

const seeResults = (page: Page): Locator => page.getByRole('link', { name: 'See how it went' });

/** Where one stands and what is asked, and nothing of the draft beside it; nothing once it is over. */
async function openText(page: Page): Promise<string> {
	const [place] = (await region(page).allInnerTexts()).join('').split('\n');
	return [place, ...(await openQuestion(page).allTextContents())].join(' ').trim();
}

/** What is left on a clock, in seconds. */
async function secondsLeft(page: Page): Promise<number> {
	const [minutes = 0, seconds = 0] = ((await clock(page).textContent()) ?? '')
		.split(':')
		.map(Number);
	return 60 * minutes + seconds;
}

/** Answers what is open with words of its own, and waits for what comes next. */
async function answerOne(page: Page, given: Given[]): Promise<void> {
	const before = await openText(page);
	const question = (await openQuestion(page).textContent()) ?? '';
	const number = given.length + 1;
	// Less is asked of whoever does not know, and it is a long way.
	const answer = number > 3 ? `I do not know, ${number}.` : `${number}: it checks what comes in.`;
	await giveAnswer(page, answer);
	given.push({ question, answer });
	await expect.poll(() => openText(page)).not.toBe(before);
	await expect(answerBox(page).or(seeResults(page))).toBeVisible();
}

/** Answers until the question of that number is open. */
async function answerUpTo(page: Page, number: number, given: Given[]): Promise<void> {
	while (!(await openText(page)).startsWith(`Question ${number} of`)) await answerOne(page, given);
}

test('[I3] [I8] a repository is brought in and ten questions about it are answered, with a night and another instance between', async ({
	page,
	browser,
	browserName,
	instances,
	folder
}) => {
	test.setTimeout(300_000);
	const { evening, sleep } = instances;
	const given: Given[] = [];
	await bring(page, evening.url, await pack(folder));
	await expectDone(page);
	await tab(page, 'Interview').click();
	await page.getByRole('link', { name: 'Rehearse' }).click();
	await expect(page.getByLabel('Repository')).toContainText('bookshop');
	await page.getByRole('radio', { name: 'Live' }).check({ force: true });
	await page.getByRole('button', { name: 'Begin' }).click();
	await expect(region(page)).toHaveAccessibleName('Question 1 of 10');
	await answerUpTo(page, 6, given);
	await answerBox(page).fill('Half of it, before bed');
	await expect(page.getByText('Your draft is kept.')).toBeVisible();
	const asked = (await openQuestion(page).textContent()) ?? '';
	await page.getByRole('button', { name: 'Pause' }).click();
	await expect(openQuestion(page)).toBeHidden();
	const left = (await clock(page).textContent()) ?? '';
	const room = new URL(page.url()).pathname;
	const ada = somebody();
	await signUp(page, evening, ada);
	await open(page, `${evening.url}${room}`);
	await expect(clock(page)).toHaveText(left);

	const morning = await sleep();
	const device = await anotherBrowser(browser);
	await signIn(device, morning, ada);
	await open(device, `${morning.url}/interviews`);
	await device.getByRole('listitem').filter({ hasText: 'Paused' }).getByRole('link').click();
	await device.waitForURL(`**${room}`);
	await expectConnected(device);
	await expectConnected(page);
	for (const one of [device, page]) await expect(clock(one)).toHaveText(left);
	const leftAtPause = await secondsLeft(device);
	await expect(closedTurns(device)).toHaveCount(given.length);
	await device.getByRole('button', { name: 'Go on', exact: true }).click();
	for (const one of [device, page]) {
		await expect(openQuestion(one)).toHaveText(asked);
		await expect(answerBox(one)).toHaveValue('Half of it, before bed');
		const seconds = await secondsLeft(one);
		expect(leftAtPause - seconds).toBeGreaterThanOrEqual(0);
		expect(leftAtPause - seconds).toBeLessThan(30);
	}

	// Each at an instance of its own, and what one answers the other has at once.
	for (const [number, one, other] of [
		[8, device, page],
		[9, page, device],
		[10, device, page]
	] as const) {
		await answerUpTo(one, number, given);
		await expect(openQuestion(other)).toHaveText((await openQuestion(one).textContent()) ?? '');
		await expect(answerBox(other)).toHaveValue('');
		expect(Math.abs((await secondsLeft(one)) - (await secondsLeft(other)))).toBeLessThan(3);
		await expect(closedTurns(other)).toHaveCount(given.length);
	}
	while (!(await seeResults(page).isVisible())) await answerOne(page, given);
	await seeResults(device).click();
	await device.waitForURL('**/results');
	await expect(device.getByText('10 of 10', { exact: true })).toBeVisible();
	await expect(device.getByRole('article')).toHaveCount(10);

	const text = await savedMarkdown(device, browserName);
	for (const { question, answer } of given) {
		expect(text).toContain(`> ${answer}`);
		expect(words(text)).toContain(words(question));
	}
	await device.evaluate(() => {
		window.print = () => void (document.title = 'On paper');
	});
	await device.getByRole('button', { name: 'Print' }).click();
	await expect(device).toHaveTitle('On paper');
	await open(device, `${morning.url}/interviews`);
	await expect(device.getByRole('listitem').filter({ hasText: '10 of 10 answered' })).toBeVisible();
	await device.context().close();
});

/** Without what Markdown adds to them. */
const words = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** Debian's Firefox tells nobody of what a page saves by itself: there what it is made from is read. */
async function savedMarkdown(page: Page, browserName: string): Promise<string> {
	const save = page.getByRole('button', { name: 'Save as Markdown' });
	if (browserName === 'firefox') {
		const text = page.evaluate(
			() =>
				new Promise<string>((resolve) => {
					const make = URL.createObjectURL.bind(URL);
					URL.createObjectURL = (made: Blob) => {
						void made.text().then(resolve);
						return make(made);
					};
				})
		);
		await save.click();
		return text;
	}
	const saving = page.waitForEvent('download');
	await save.click();
	const download = await saving;
	expect(download.suggestedFilename()).toMatch(/^interview-bookshop-.*\.md$/);
	return readFile(await download.path(), 'utf8');
}

/** Waits until the page hears, by what is said to who listens. */
async function expectReady(page: Page): Promise<void> {
	const connection = page.getByRole('region', { name: 'Connection' });
	await expect(connection).toHaveText(/Connected\s+Authenticated/);
}

/** Goes to something by Tab, and presses a key on it. */
async function press(target: Locator, key = 'Enter', way?: 'Shift+Tab'): Promise<void> {
	await tabTo(target, way);
	await target.page().keyboard.press(key);
}

test('[P8] from an account to the results and on, by keyboard and accessible names alone', async ({
	page,
	own,
	folder
}) => {
	test.setTimeout(300_000);
	const { keyboard } = page;
	const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
	const heading = (name: string) => page.getByRole('heading', { name });
	const box = page.getByLabel('Your answer', { exact: true });

	const [printed = ''] = /http\S+\/link#admin\.\S+/.exec(own.output) ?? [];
	await page.goto(printed);
	await expectReady(page);
	await press(button('Become an administrator'));
	await expect(page.getByRole('status').filter({ hasText: 'You administer' })).toBeVisible();

	await press(page.getByRole('link', { name: 'Analyses' }));
	await tabTo(page.getByRole('textbox', { name: 'Folder of the server' }));
	await keyboard.type(folder);
	await keyboard.press('Enter');
	await expect(heading('bookshop')).toBeVisible();
	const questions = page.getByRole('tab', { name: 'Interview' });
	await expect(questions).toBeEnabled({ timeout: 60_000 });
	await tabTo(page.getByRole('tab', { selected: true }));
	await keyboard.press('End');
	await expectFocus(questions);
	await press(page.getByRole('link', { name: 'Rehearse' }));

	await expect(page.getByRole('combobox', { name: 'Repository' })).toContainText('bookshop');
	await press(page.getByRole('radio', { name: 'Practice' }), 'ArrowRight');
	await expectFocus(page.getByRole('radio', { name: 'Live' }));
	await press(page.getByRole('radio', { name: '10', exact: true }), 'ArrowLeft');
	await keyboard.press('ArrowLeft');
	await keyboard.press('Enter');
	await expect(region(page)).toHaveAccessibleName('Question 1 of 3');
	await expectFocus(box);
	await expect(box).toHaveAccessibleDescription(/\S.*Ctrl\+Enter answers\./);

	await keyboard.type('It checks');
	await press(button('Pause'), 'Enter', 'Shift+Tab');
	await expectFocus(button('Go on'));
	await expect(box).toBeHidden();
	await keyboard.press('Enter');
	await expectFocus(box);
	await expect(box).toHaveValue('It checks');

	await press(button('End'), 'Enter', 'Shift+Tab');
	await expectFocus(heading('End this interview?'));
	await keyboard.press('Enter');
	await expect(heading('End this interview?')).toBeVisible();
	await keyboard.press('Escape');
	await expectFocus(button('End'));
	await press(button('Invite'));
	await expectFocus(heading('Others beside you'));
	await press(button('Make a link'));
	await expectFocus(page.getByRole('textbox', { name: /^Take it along now/ }));
	await press(button('Close'));
	await expectFocus(button('Invite'));

	await tabTo(box);
	await keyboard.press('Control+End');
	await keyboard.type(' what comes in.');
	await press(button('Preview'));
	await expect(page.getByRole('group', { name: 'Preview of your answer' })).toContainText(
		'It checks what comes in.'
	);
	await expectFocus(button('Preview'));
	await keyboard.press('Enter');
	await tabTo(box, 'Shift+Tab');
	const results = page.getByRole('link', { name: 'See how it went' });
	for (let number = 1; !(await results.isVisible()); number += 1) {
		const before = await openText(page);
		await keyboard.press('Control+Enter');
		await expect.poll(() => openText(page)).not.toBe(before);
		await expectFocus(box.or(results));
		if (await box.isVisible()) await keyboard.type(`${number}: it checks what comes in.`);
	}
	await keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Answers' })).toBeVisible();
	const first = page.getByRole('article').first();
	await press(first.getByRole('button', { expanded: false }));
	await expectFocus(first.getByRole('button', { expanded: true }));
	await expect(first).toContainText('It checks what comes in.');
	await press(button(/^Practise \d weak questions? again$/), 'Enter', 'Shift+Tab');
	await expectFocus(box);
	await expect(region(page)).toHaveAccessibleName(/^Question 1 of [123]$/);
	await press(button(/^Hint, \d left$/));
	await expect(page.getByRole('list', { name: 'Hints' })).toContainText('Hint 1');
	await expectFocus(button(/^(Hint, \d left|No hints left)$/));
});

/** So little as a test can wait for. */
const LAST_SECONDS = 10;

/**
 * Restarts the server so much later that the clock has little left.
 *
 * @param aheadMs how far its wall clock was ahead; @returns how far it is now
 */
async function letTimePass(page: Page, server: TestServer, aheadMs = 0): Promise<number> {
	const aheadNow = aheadMs + ((await secondsLeft(page)) - LAST_SECONDS) * 1_000;
	await server.kill();
	await server.start(aheadBy(aheadNow));
	await expectConnected(page);
	return aheadNow;
}

test('[I9] the clock runs out while somebody writes: what is written counts, and no letter is lost', async ({
	page,
	mortal
}) => {
	test.setTimeout(180_000);
	await beginInterview(page, mortal.url, { kind: 'Live' });
	const question = (await openQuestion(page).textContent()) ?? '';
	const draft = 'A cache keeps what was computed. ';
	await answerBox(page).fill(draft);
	await expect(page.getByText('Your draft is kept.')).toBeVisible();
	const ahead = await letTimePass(page, mortal);
	await expectFocus(answerBox(page));
	await page.keyboard.press('Control+End');
	let written = draft;
	for (let letter = 0; (await closedTurns(page).count()) === 0; letter += 1) {
		await page.keyboard.type(String.fromCharCode(97 + (letter % 26)), { delay: 50 });
		const [shown] = await answerBox(page).evaluateAll((boxes) =>
			boxes.map((box) => (box as HTMLTextAreaElement).value)
		);
		if (shown?.startsWith(draft)) written = shown;
	}
	await expect(page.getByRole('status').filter({ hasText: 'Time is up' })).toContainText(
		'what was written counts'
	);
	await expectFocus(answerBox(page));
	await closedTurns(page).first().getByText(question).click();
	await expect(closedTurns(page).first()).toContainText('what was written was taken as the answer');
	// The last letters may have come too late; then all of it is shown apart.
	await expect(page.getByText(written).first()).toBeVisible();

	await answerBox(page).fill('');
	await letTimePass(page, mortal, ahead);
	await expect(closedTurns(page)).toHaveCount(2);
	await expect(closedTurns(page).last()).toContainText('not answered');
	await expect(page.getByRole('status').filter({ hasText: 'Time is up' })).toContainText(
		'Nothing was written'
	);
	await expect(openQuestion(page)).toBeVisible();
	await expectFocus(answerBox(page));
});

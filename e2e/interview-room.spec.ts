import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './test';
import { anotherBrowser, expectFocus, tabTo } from './test-helpers/accounts';
import {
	answerBox,
	answerToItsEnd,
	beginInterview,
	clock,
	closedTurns,
	giveAnswer,
	goOn,
	openQuestion
} from './test-helpers/interview-room';
import { box, expectSaid } from './test-helpers/threads';
import { expectConnected, OPEN_SOCKETS_STAY } from './test-helpers/typing';
import { LineWatch } from './test-helpers/websocket';

/** Axe may have been installed beside another release of Playwright, whose types differ. */
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'] & Page;

const ANSWER =
	'A cache keeps what was computed, so that it need not be computed again.\n\n' +
	'- it may be **stale**\n- it must have a bound\n\n```ts\ncache.set(key, value);\n```';

const animationsUnderWay = () =>
	document.getAnimations().filter(({ playState }) => playState === 'running').length;

async function expectAccessible(page: Page): Promise<void> {
	await expect.poll(() => page.evaluate(animationsUnderWay)).toBe(0);
	const { violations } = await new AxeBuilder({ page: page as AxePage }).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}

async function expectNoSideways(page: Page): Promise<void> {
	const overflow = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	expect(overflow).toBe(0);
}

test('[I2] an answer is held against its points, then the next question is gone on to', async ({
	page,
	server
}) => {
	await beginInterview(page, server.url);
	const first = await openQuestion(page).textContent();
	await expectFocus(answerBox(page));
	await answerToItsEnd(page, ANSWER);

	const turn = closedTurns(page).first();
	await expect(turn.getByText('of 100', { exact: false }).first()).toBeVisible();
	await expect(turn.getByRole('list', { name: 'Point by point' })).toBeVisible();
	await expect(turn.locator('strong', { hasText: 'stale' })).toBeVisible();
	await expect(turn.getByRole('group', { name: 'Code' })).toContainText('cache.set(key, value);');
	await expect(openQuestion(page)).toBeHidden();

	await expectFocus(goOn(page));
	await page.keyboard.press('Enter');
	await expect(openQuestion(page)).toBeVisible();
	expect(await openQuestion(page).textContent()).not.toBe(first);
	await expectFocus(answerBox(page));
});

test('[I2] live, the next question is there at once, and what was answered steps back', async ({
	page,
	server
}) => {
	await beginInterview(page, server.url, { kind: 'Live', time: 'Twice' });
	await expect(clock(page)).toHaveText(/^\d+:\d\d$/);
	await expect(page.getByText('Live, 2 times the usual time')).toBeVisible();
	await expect(page.getByRole('button', { name: /^Hint/ })).toHaveCount(0);
	const first = (await openQuestion(page).textContent())!;
	await giveAnswer(page, ANSWER);
	await expect(openQuestion(page)).toBeVisible();
	await expect(openQuestion(page)).not.toHaveText(first);
	await expectFocus(answerBox(page));
	const turn = closedTurns(page).last();
	await expect(turn).toContainText(first);
	await expect(turn.getByText('it may be')).toBeHidden();
	await turn.getByText(first).click();
	await expect(turn.getByText('it may be')).toBeVisible();
});

test('[P8] a preview lays out what was written, and its label still has a field', async ({
	page,
	server
}) => {
	await beginInterview(page, server.url);
	await answerBox(page).fill('It may be **stale**.');
	const preview = page.getByRole('button', { name: 'Preview' });
	await preview.click();
	const laidOut = page.getByRole('group', { name: 'Preview of your answer' });
	await expect(laidOut.locator('strong')).toHaveText('stale');
	await expect(answerBox(page)).toHaveCount(1);
	await expect(answerBox(page)).toBeHidden();
	await preview.click();
	await expect(answerBox(page)).toHaveValue('It may be **stale**.');
	await expect(laidOut).toBeHidden();
});

test('[I7] in practice there are hints, and a question can be tried again', async ({
	page,
	server
}) => {
	await beginInterview(page, server.url);
	const question = await openQuestion(page).textContent();
	await page.getByRole('button', { name: /^Hint, \d left/ }).click();
	await expect(page.getByRole('list', { name: 'Hints' }).getByRole('listitem')).toHaveCount(1);
	await giveAnswer(page, 'I do not know.');
	await page.getByRole('button', { name: 'Try this question again' }).click();
	await expect(openQuestion(page)).toHaveText(question!);
	await expect(page.getByText('once more')).toBeVisible();
	await expect(answerBox(page)).toHaveValue('');
});

test('[I8] a draft survives a reload, and is on the other device', async ({
	page,
	context,
	server
}) => {
	await beginInterview(page, server.url);
	await answerBox(page).fill('Half an answer');
	await page.reload();
	await expect(answerBox(page)).toHaveValue('Half an answer');
	await expect(page.getByText('Your draft is kept.')).toBeVisible();

	const other = await context.newPage();
	await other.goto(page.url());
	await expect(answerBox(other)).toHaveValue('Half an answer');
	await expectConnected(other);
	await answerBox(other).fill('Half an answer, and the rest');
	await expect(answerBox(page)).toHaveValue('Half an answer, and the rest');
});

test('[I8] [D5] what is written and answered offline arrives once the server is back', async ({
	page,
	context,
	server,
	browserName
}) => {
	test.skip(browserName === 'firefox', OPEN_SOCKETS_STAY);
	await beginInterview(page, server.url);
	await context.setOffline(true);
	await expect(page.getByTestId('connection-status')).not.toHaveText(/^Connected/);
	await answerBox(page).fill('Written on a train.');
	await expect(page.getByText('Your draft is kept in this browser.')).toBeVisible();
	await page.getByRole('button', { name: 'Answer', exact: true }).click();
	await expect(page.getByText('Your answer is kept in this browser')).toBeVisible();
	await context.setOffline(false);
	await expect(closedTurns(page)).toHaveCount(1);
	await expect(closedTurns(page).first()).toContainText('Written on a train.');
});

test('[I8] what was written offline, and too late to count, is not lost', async ({
	page,
	context,
	browser,
	server,
	browserName
}) => {
	test.skip(browserName === 'firefox', OPEN_SOCKETS_STAY);
	await beginInterview(page, server.url);
	const device = await browser.newContext({ storageState: await context.storageState() });
	const other = await device.newPage();
	await other.goto(page.url());
	await expectConnected(other);
	await context.setOffline(true);
	await expect(page.getByTestId('connection-status')).not.toHaveText(/^Connected/);
	await answerBox(page).fill('Written on a train.');
	await other.getByRole('button', { name: 'End', exact: true }).click();
	await other.getByRole('button', { name: 'End it' }).click();
	await other.waitForURL('**/results');
	await context.setOffline(false);
	await expect(page.getByRole('link', { name: 'See how it went' })).toBeVisible();
	const late = page.getByRole('list', { name: 'Written, and no answer' });
	await expect(late).toContainText('Written on a train.');
	await late.getByRole('button', { name: 'Let it go' }).click();
	await expect(late).toBeHidden();
	await page.reload();
	await expect(page.getByRole('link', { name: 'See how it went' })).toBeVisible();
	await expect(late).toBeHidden();
	await device.close();
});

test('[I3] time stands still while it is paused, here and on the other device', async ({
	page,
	context,
	server
}) => {
	await beginInterview(page, server.url, { kind: 'Live' });
	const question = (await openQuestion(page).textContent())!;
	await answerBox(page).fill('So far');
	await page.getByRole('button', { name: 'Pause' }).click();
	await expect(openQuestion(page)).toBeHidden();
	const left = await clock(page).textContent();

	const other = await context.newPage();
	await other.goto(page.url());
	await expectConnected(other);
	await expect(clock(other)).toHaveText(left!);
	await other.getByRole('button', { name: 'Go on' }).click();
	await expect(openQuestion(other)).toHaveText(question);
	await expect(answerBox(other)).toHaveValue('So far');
	await expect(openQuestion(page)).toHaveText(question);
	await expect(answerBox(page)).toHaveValue('So far');
});

test('[I4] it is ended only when asked twice, and leads to what it came to', async ({
	page,
	server
}) => {
	await beginInterview(page, server.url);
	await giveAnswer(page, ANSWER);
	await page.getByRole('button', { name: 'End', exact: true }).click();
	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(goOn(page)).toBeVisible();
	await page.getByRole('button', { name: 'End', exact: true }).click();
	await page.getByRole('button', { name: 'End it' }).click();
	await page.waitForURL('**/results');
});

test('[I10] “I said this” marks words by keyboard, and leaves the score', async ({
	page,
	server
}) => {
	await beginInterview(page, server.url);
	await answerToItsEnd(page, 'I would rather not say much about this today.');
	const turn = closedTurns(page).first();
	const score = await turn.locator('.figure').textContent();
	await turn
		.getByRole('button', { name: /^I said this: / })
		.first()
		.focus();
	await page.keyboard.press('Enter');
	await expectFocus(page.getByLabel('Select the words that said it'));
	await page.keyboard.press('Control+Home');
	for (let letter = 0; letter < 7; letter += 1) await page.keyboard.press('Shift+ArrowRight');
	await expect(page.getByText('“I would”')).toBeVisible();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(turn.getByText('Claimed: “I would”')).toBeVisible();
	await expect(turn.locator('.figure')).toHaveText(score!);
});

test('[I11] [H3] a mentor sees the same, writes in the margin, and sees no draft', async ({
	page,
	browser,
	server
}) => {
	await beginInterview(page, server.url);
	const question = (await openQuestion(page).textContent())!;
	await page.getByRole('button', { name: 'Invite' }).click();
	await page.getByRole('button', { name: 'Make a link' }).click();
	const link = await page.getByLabel('Take it along now').inputValue();
	await page.getByRole('button', { name: 'Close' }).click();

	const mentor = await anotherBrowser(browser);
	const told = await LineWatch.begin(mentor);
	await mentor.goto(link);
	await mentor.waitForURL(/\/interviews\/[0-9a-f-]{36}$/);
	await expect(openQuestion(mentor)).toHaveText(question);
	await expect(page.getByRole('button', { name: '1 other' })).toBeVisible();
	await answerBox(page).fill('A secret draft');
	await expect(page.getByText('Your draft is kept.')).toBeVisible();
	await expect(answerBox(mentor)).toHaveCount(0);
	// What comes behind the draft: by now it would be there.
	await page.getByRole('button', { name: /^Hint, \d left/ }).click();
	await expect(mentor.getByRole('list', { name: 'Hints' })).toBeVisible();
	expect(JSON.stringify(await told.events())).toContain(question);
	expect(JSON.stringify(await told.events())).not.toContain('A secret draft');
	const asked = `${server.url}/api${new URL(page.url()).pathname}`;
	expect(await (await page.request.get(asked)).text()).toContain('A secret draft');
	expect(await (await mentor.request.get(asked)).text()).not.toContain('A secret draft');

	await giveAnswer(page, 'Given for all to see.');
	await expect(closedTurns(mentor).last()).toContainText('Given for all to see.');
	await expect(mentor.getByRole('button', { name: /^I said this/ })).toHaveCount(0);

	await box(mentor).fill('Think of bounds.');
	await box(mentor).press('Enter');
	await page.getByRole('button', { name: /In the margin/ }).click();
	await expectSaid(page, 'Think of bounds.');
	// The room has the transcript above: the margin is what else was said.
	const log = (one: Page) => one.getByRole('log', { name: 'What was said' });
	for (const one of [page, mentor]) await expect(log(one).getByRole('listitem')).toHaveCount(1);
	await mentor.context().close();

	await page.goto(`${server.url}/threads`);
	await page.getByRole('link', { name: 'Interview: Caching' }).click();
	for (const said of [question, 'Given for all to see.', 'Think of bounds.']) {
		await expect(log(page)).toContainText(said);
	}
});

test('[I3] in practice the clock stands while an evaluation is read', async ({ page, server }) => {
	await beginInterview(page, server.url);
	await giveAnswer(page, 'It depends.');
	await expect(goOn(page)).toBeVisible();
	await expect(clock(page)).toHaveText('0:00');
	await page.waitForTimeout(1_500);
	await expect(clock(page)).toHaveText('0:00');
	await goOn(page).click();
	await expect(clock(page)).not.toHaveText('0:00');
});

/** From the open question and back to it. */
async function pauseByKeyboard(page: Page): Promise<void> {
	await tabTo(page.getByRole('button', { name: 'Pause' }), 'Shift+Tab');
	await page.keyboard.press('Enter');
	await expectFocus(page.getByRole('button', { name: 'Go on' }));
	await page.keyboard.press('Enter');
	await expectFocus(answerBox(page));
}

/** From the open question and back to it; the way to the next hint stays where it was. */
async function takeHintByKeyboard(page: Page): Promise<void> {
	const hint = page.getByRole('button', { name: /^(Hint, \d|No hints) left$/ });
	await tabTo(hint);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('list', { name: 'Hints' }).getByRole('listitem')).toHaveCount(1);
	await expectFocus(hint);
	await tabTo(answerBox(page), 'Shift+Tab');
}

/** Thinks better of it at first. */
async function claimByKeyboard(page: Page, opener: Locator): Promise<void> {
	const field = page.getByLabel('Select the words that said it');

	await tabTo(opener, 'Shift+Tab');
	await page.keyboard.press('Enter');
	await expectFocus(field);
	await tabTo(page.getByRole('button', { name: 'Cancel' }));
	await page.keyboard.press('Enter');
	await expectFocus(opener);
	await page.keyboard.press('Enter');
	await expectFocus(field);
	await page.keyboard.press('Control+Home');
	for (let letter = 0; letter < 7; letter += 1) await page.keyboard.press('Shift+ArrowRight');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expectFocus(page.getByText('Claimed: “A cache”'));
}

test('[P8] an interview goes from its beginning to its results by keyboard alone', async ({
	page,
	server
}) => {
	await page.goto(`${server.url}/interviews`);
	await expectConnected(page);
	await tabTo(page.getByRole('link', { name: 'Start an interview' }).first());
	await page.keyboard.press('Enter');
	await page.waitForURL('**/interviews/new');
	await tabTo(page.getByLabel('General topic'));
	await page.keyboard.type('Caching');
	await tabTo(page.getByRole('radio', { name: '10', exact: true }));
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('Enter');

	await expectFocus(answerBox(page));
	await pauseByKeyboard(page);
	await takeHintByKeyboard(page);
	const seeResults = page.getByRole('link', { name: 'See how it went' });
	const claimable = page.getByRole('button', { name: /^I said this: / }).first();
	let claims = 0;
	for (let given = 1; !(await seeResults.isVisible()); given += 1) {
		await page.keyboard.type('A cache needs a bound, and a rule for what is stale.');
		await page.keyboard.press('Control+Enter');
		await expect(closedTurns(page)).toHaveCount(given);
		const next = goOn(page).or(seeResults);
		await expectFocus(next);
		if (claims === 0 && (await claimable.isVisible())) {
			await claimByKeyboard(page, claimable);
			claims += 1;
			await tabTo(next);
		}
		if (await goOn(page).isVisible()) {
			await page.keyboard.press('Enter');
			await expectFocus(answerBox(page));
		}
	}
	expect(claims).toBe(1);
	await page.keyboard.press('Enter');
	await page.waitForURL('**/results');
});

test('[P8] the room passes axe, and fits a phone', async ({ page, server }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await beginInterview(page, server.url);
	await expectNoSideways(page);
	await expectAccessible(page);
	await answerToItsEnd(page, ANSWER);
	await expectNoSideways(page);
	await expectAccessible(page);
	await page.setViewportSize({ width: 320, height: 640 });
	await goOn(page).click();
	await expectNoSideways(page);
	await page.goto(`${server.url}/interviews/new`);
	await expectNoSideways(page);
	await expectAccessible(page);
});

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import type { TestServer } from './server';
import { expect, test } from './test';
import { anotherBrowser, expectFocus } from './test-helpers/accounts';
import { openQuestion } from './test-helpers/interview-room';
import { Candidate, goodAnswer } from './test-helpers/interviews';
import { expectConnected } from './test-helpers/typing';

/** Axe may have been installed beside another release of Playwright, whose types differ. */
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'] & Page;

async function open(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await expectConnected(page);
}

const DONT_KNOW = 'I do not know.';

/** Two questions about caching: the first answered well, the other not at all. */
async function rehearse(page: Page, server: TestServer): Promise<Candidate> {
	await open(page, `${server.url}/interviews`);
	const candidate = await Candidate.of(page, server);
	await candidate.begin({ topic: 'caching', sessionType: 'practice', questionCount: 2 });
	const first = candidate.open!.questionId;
	await candidate.answerAll((questionId) =>
		questionId === first ? goodAnswer(questionId) : DONT_KNOW
	);
	candidate.close();
	return candidate;
}

const answers = (page: Page) => page.locator('#answers').getByRole('article');
const opener = (page: Page, index: number) =>
	answers(page).nth(index).getByRole('button', { expanded: false }).first();

async function expectNoSideways(page: Page): Promise<void> {
	const overflow = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	expect(overflow).toBe(0);
}

test('[I4] interviews are listed with their scores, and each leads to its results', async ({
	page,
	server
}) => {
	await open(page, `${server.url}/interviews`);
	await expect(page.getByRole('heading', { name: 'No interviews yet' })).toBeVisible();

	await rehearse(page, server);
	await open(page, `${server.url}/interviews`);
	const row = page.getByRole('listitem').filter({ hasText: '2 of 2 answered' });
	await expect(row).toContainText('of 100');
	await row.getByRole('link').click();
	await page.waitForURL('**/results');
	await expect(page.getByText('Overall')).toBeVisible();
	await expect(answers(page)).toHaveCount(2);
});

test('[I10] an answer opens with its points, and what is missing may be claimed', async ({
	page,
	server
}) => {
	const { interviewId } = await rehearse(page, server);
	await open(page, `${server.url}/interviews/${interviewId}/results`);
	await opener(page, 1).click();
	const answer = answers(page).nth(1);
	const opening = answer.getByRole('button', { name: /^I said this/ });
	const claimable = await opening.count();
	await expect(answer.getByText(DONT_KNOW).first()).toBeVisible();
	await opening.first().click();
	const field = answer.getByRole('textbox', { name: 'Select the words that said it' });
	await field.press('ControlOrMeta+a');
	await answer.getByRole('button', { name: 'These words said it' }).click();
	await expectFocus(answer.getByText(/^Claimed: “I do not know/));
	await expect(answer.locator('mark', { hasText: DONT_KNOW })).toBeVisible();
	await expect(opening).toHaveCount(claimable - 1);
	await page.reload();
	await opener(page, 1).click();
	await expect(
		answers(page)
			.nth(1)
			.getByText(/^Claimed: “I do not know/)
	).toBeVisible();
});

test('[I4] the study list leads to the answer that lacked something', async ({ page, server }) => {
	const { interviewId } = await rehearse(page, server);
	await open(page, `${server.url}/interviews/${interviewId}/results`);
	const study = page.getByRole('region', { name: 'What to study' });
	await expect(study.getByRole('heading', { name: 'Caching' })).toBeVisible();
	await study.getByRole('link').last().click();
	await expect(answers(page).locator('button[aria-expanded="true"]').first()).toBeFocused();
});

test('[I4] results are kept as Markdown, and print whole', async ({
	page,
	server,
	browserName
}) => {
	test.skip(
		browserName === 'firefox',
		'Debian’s Firefox tells nobody of what a page saves by itself, and emulates no paper.'
	);
	const { interviewId } = await rehearse(page, server);
	await open(page, `${server.url}/interviews/${interviewId}/results`);
	const saving = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save as Markdown' }).click();
	const download = await saving;
	expect(download.suggestedFilename()).toMatch(/^interview-.*\.md$/);
	const text = await readFile(await download.path(), 'utf8');
	expect(text).toContain(`> ${DONT_KNOW}`);
	expect(text).toContain('## What to study');

	await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
	await page.emulateMedia({ media: 'print' });
	await expect(answers(page).nth(1).getByText(DONT_KNOW).first()).toBeVisible();
	await expect(answers(page).nth(0).getByText('A good answer')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
	await expect(page.getByRole('navigation')).toBeHidden();
	await page.emulateMedia({ media: 'screen' });
	await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
	await expect(answers(page).nth(1).getByText(DONT_KNOW).first()).toBeHidden();
});

test('[I7] the weak questions are practised again, and no others', async ({ page, server }) => {
	const { interviewId } = await rehearse(page, server);
	await open(page, `${server.url}/interviews/${interviewId}/results`);
	const weak = await answers(page).nth(1).locator('.question').textContent();
	await page.getByRole('button', { name: 'Practise 1 weak question again' }).click();
	await page.waitForURL((url) => !url.pathname.includes(interviewId));
	await expect(openQuestion(page)).toHaveText(weak ?? '');
	await expect(page.getByRole('region', { name: 'Question 1 of 1', exact: true })).toBeVisible();
});

test('[I4] one that is ended before its first answer has results that say so', async ({
	page,
	server
}) => {
	await open(page, `${server.url}/interviews`);
	const candidate = await Candidate.of(page, server);
	await candidate.begin({ topic: 'caching', sessionType: 'live', questionCount: 3 });
	await open(page, `${server.url}/interviews/${candidate.interviewId}/results`);
	await expect(page.getByRole('link', { name: 'Back to the interview' })).toBeVisible();
	await expect(page.getByText(/^Nothing is answered yet/)).toBeVisible();
	await candidate.end();
	candidate.close();
	await page.reload();
	await expect(page.getByText('0 of 3')).toBeVisible();
	await expect(page.getByText('Nothing was answered, so there is no score.')).toBeVisible();
	await expect(answers(page)).toHaveCount(1);
	await open(page, `${server.url}/interviews`);
	await expect(page.getByText('Ended early · Live · 0 of 3 answered')).toBeVisible();
});

test('[A6] somebody else’s results are not there', async ({ page, server, browser }) => {
	const { interviewId } = await rehearse(page, server);
	const stranger = await anotherBrowser(browser);
	const answer = await stranger.goto(`${server.url}/interviews/${interviewId}/results`);
	expect(answer?.status()).toBe(404);
	await stranger.context().close();
});

test('every form of the pages is accessible, and none is wider than a telephone', async ({
	page,
	server,
	browserName
}) => {
	test.skip(
		browserName === 'firefox',
		'axe reads the document, which is the same in every browser.'
	);
	await page.setViewportSize({ width: 390, height: 844 });
	const look = async () => {
		await expectNoSideways(page);
		const { violations } = await new AxeBuilder({ page: page as AxePage }).analyze();
		expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
	};
	await open(page, `${server.url}/interviews`);
	await look();
	const { interviewId } = await rehearse(page, server);
	await open(page, `${server.url}/interviews`);
	await look();
	await open(page, `${server.url}/interviews/${interviewId}/results`);
	await look();
	await page.getByRole('button', { name: 'Open all' }).click();
	await page.getByRole('button', { name: 'Show the whole conversation' }).click();
	await look();
});

import { UserError } from '../../../errors';

/**
 * Rule I12: a yes counts for the host that was named with it.
 * @throws UserError INVALID_STATE with `details.state` `another_model` where that is not the configured one
 */
export function demandAgreed(
	{ agreedHost }: { agreedHost?: string | undefined },
	model: { host: string } | undefined
): void {
	if (agreedHost === undefined || agreedHost === model?.host) return;
	const now = model
		? `By now answers would go to ${model.host}, not to ${agreedHost}.`
		: `By now no model is configured, at ${agreedHost} or elsewhere.`;
	throw new UserError('INVALID_STATE', `${now} Load the page again, then decide again.`, {
		state: 'another_model',
		...(model && { host: model.host })
	});
}

import { expect, test } from 'vitest';
import { commands } from './commands';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';

const handler = (name: string) =>
	`namespace App;\npublic class ${name}Handler : IRequestHandler<${name}, bool> { }\n`;

test('[Q2] commands that a mediator hands on are told with their handlers', async () => {
	const found = await findingOf(commands, 'mediator', {
		'CreateOrder.cs': handler('CreateOrder'),
		'CancelOrder.cs': handler('CancelOrder')
	});
	expect(found?.title).toBe(
		'Commands and queries are objects that MediatR hands to 2 handlers of their own, as CreateOrderHandler and CancelOrderHandler.'
	);
	expect(placesIn(found)).toEqual(['CreateOrder.cs:2', 'CancelOrder.cs:2']);
	const nest =
		"import { CommandHandler } from '@nestjs/cqrs';\n@CommandHandler(Create)\nexport class CreateHandler {}\n@CommandHandler(Remove)\nexport class RemoveHandler {}\n";
	expect((await findingOf(commands, 'mediator', { 'a.ts': nest }))?.facts).toEqual({
		libraries: ['@nestjs/cqrs'],
		handlers: 2
	});
});

const behaviour =
	'public class TransactionBehavior<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse> { }\n';

test('[Q2] what is put around every handler is told where somebody puts it there', async () => {
	const added =
		'services.AddMediatR(cfg => { cfg.AddOpenBehavior(typeof(TransactionBehavior<,>)); });\n';
	const found = await findingOf(commands, 'pipeline', {
		'TransactionBehavior.cs': behaviour,
		'Program.cs': added
	});
	expect(found?.title).toBe('What all handlers need runs around them: TransactionBehavior.');
	expect(
		await findingOf(commands, 'pipeline', { 'TransactionBehavior.cs': behaviour })
	).toBeUndefined();
});

test('[Q2] events within the program are told with who hears of them', async () => {
	const found = await findingOf(commands, 'events', {
		'A.cs': 'public class TellBuyer : INotificationHandler<OrderStarted> { }\n'
	});
	expect(found?.title).toBe(
		'What happened is told as an event within the program, to 1 handler: TellBuyer.'
	);
});

test('[Q2] one handler, and handlers of requests of other kinds, are no way of building', async () => {
	expect(await findingsOf(commands, { 'CreateOrder.cs': handler('CreateOrder') })).toEqual([]);
	expect(
		await findingsOf(commands, {
			'a.ts':
				"import { CommandHandler } from './bot';\n@CommandHandler('a')\nclass A {}\n@CommandHandler('b')\nclass B {}\n",
			'B.cs':
				'class B : RequestHandlerBase { }\nclass C : IHandler { }\ninterface D : IRequestHandler<X, Y> { }\n'
		})
	).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { findingOf, placesIn } from './detectors.fixtures';
import { resilience } from './resilience';

describe('shutting down', () => {
	it('[Q2] tells what is closed on a signal, and how long that may take: Go', async () => {
		const found = await findingOf(resilience, 'shutdown', {
			'a.go':
				'package a\n\nfunc f() {\n\tsignal.Notify(stop, syscall.SIGTERM)\n\t<-stop\n\tctx, c := context.WithTimeout(bg, 5*time.Second)\n\tsrv.Shutdown(ctx)\n}\n'
		});
		expect(placesIn(found)).toEqual(['a.go:7', 'a.go:6', 'a.go:4']);
		expect(found?.title).toContain('waits at most 5*time.Second');
	});

	it('[Q2] tells what is closed on a signal: Node and Python', async () => {
		const node = await findingOf(resilience, 'shutdown', {
			'a.js': "process.on('SIGTERM', () => {\n\tserver.close();\n});\n"
		});
		expect(placesIn(node)).toEqual(['a.js:2', 'a.js:1']);
		const python = await findingOf(resilience, 'shutdown', {
			'a.py':
				'import signal\nsignal.signal(signal.SIGTERM, stop)\n\ndef end(executor):\n    executor.shutdown(wait=True)\n'
		});
		expect(placesIn(python)).toEqual(['a.py:5', 'a.py:2']);
	});

	it('[Q2] says nothing of other signals, other events, and of files that are closed', async () => {
		expect(
			await findingOf(resilience, 'shutdown', {
				'a.go':
					'package a\n\nfunc f() {\n\tsignal.Notify(c, syscall.SIGHUP)\n\tsrv.Shutdown(x)\n}\n',
				'a.js': "process.on('uncaughtException', () => server.close());\n",
				'b.js': "process.on('SIGTERM', () => file.close());\n"
			})
		).toBeUndefined();
	});
});

// Loaded into an instance before anything else: where whoever started it is gone, however that came
// about, nobody passes requests on to it any more, and it ends as after SIGTERM (rule C7).
import process from 'node:process';

process.once('disconnect', () => {
	// Nobody reads what it says from here on.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
	process.kill(process.pid, 'SIGTERM');
});

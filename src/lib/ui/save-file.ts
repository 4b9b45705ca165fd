/** Has the browser save what an address gives, under a name of ours or, without one, the server's. */
export function download(url: string, name = ''): void {
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
}

/** Saves a text that the page has made as a file. */
export function saveText(text: string, name: string): void {
	const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
	download(url, name);
	// Not at once: a browser may read it a moment later.
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

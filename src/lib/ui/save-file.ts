/** Saves what the page has made as a file, as if it had been downloaded. */
export function saveFile(content: Blob, name: string): void {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(content);
	link.download = name;
	link.click();
	// Not at once: a browser may read it a moment later.
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

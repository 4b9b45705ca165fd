import type { Tag } from '../../source';
import { git } from './git-process';
import type { RepositoryRead } from './tree';

const MOST_TAGS = 1000;

/** Newest first; none where one of them is damaged. */
export async function readTags({ repository, folder, signal }: RepositoryRead): Promise<Tag[]> {
	const fields = '%(objecttype)%09%(objectname)%09%(*objectname)%09%(creatordate:iso-strict)%09';
	const format = `--format=${fields}%(refname:strip=2)`;
	const args = ['for-each-ref', `--count=${MOST_TAGS}`, '--sort=-creatordate', format, 'refs/tags'];
	const { output } = await git(args, { repository, folder, signal });
	return output.split('\n').flatMap((line) => {
		const [type, id = '', commit = '', at = '', name = ''] = line.split('\t');
		if (name === '' || Number.isNaN(Date.parse(at))) return [];
		return [{ name, commit: type === 'tag' ? commit : id, at }];
	});
}

import type { Finding } from '../../../findings';
import { foundBy, numberOf, textOf } from '../draft';
import type { QuestionMaterial } from '../maker';

/** The finding about most migrations in files; undefined where there are none. */
export const keptBy = ({ findings }: QuestionMaterial): Finding | undefined =>
	foundBy(findings, 'migrations')
		.filter((one) => textOf(one, 'newest') !== '')
		.toSorted((one, other) => numberOf(other, 'migrations') - numberOf(one, 'migrations'))[0];

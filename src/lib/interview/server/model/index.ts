export { demandAgreed } from './agreed';
export { consult } from './consult';
export type { Consulted } from './consult';
export { OutsideModel } from './outside-model';

export { type Allowance, allowanceOf } from './allowance.ts';
export { refusalOfGuard, refusalsOf, termsOf } from './limits.ts';
export { nameNormaliser } from './names.ts';
export { type CopiesBy, impressionsOnce, usageOf } from './paper.ts';
export { portionOf, priceOf } from './price.ts';
export { type Estimate, type QuoteResult, quoteJob, quoteLeast } from './quote.ts';
export type * from './store.ts';
export { grantWrite, postWrite, refundWrite, reserveWrite, voidWrite } from './writes.ts';

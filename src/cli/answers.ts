import type { Answer, NotFound, Refused } from '../admin/index.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';

/** Says an answer: what `done` makes of it, or why not. */
export function say<Done>(
  out: Output,
  answer: Answer<Done>,
  done: (answer: Done & { readonly kind: 'done' }) => void,
): ExitCode {
  if (isNo(answer)) {
    out.note(sentenceOf(answer));
    return exitCodes.refused;
  }
  done(answer);
  return exitCodes.done;
}

export function sentenceOf(no: NotFound | Refused): string {
  return no.kind === 'not-found' ? no.what : no.message;
}

export function isNo(answer: { readonly kind: string }): answer is NotFound | Refused {
  return answer.kind === 'not-found' || answer.kind === 'refused';
}

/** The worst of several endings: a list of commands has failed when one of them has. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return codes.find((code) => code !== exitCodes.done) ?? exitCodes.done;
}

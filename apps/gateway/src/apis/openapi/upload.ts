import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { json, type Request, type Response } from 'express';
import type { Observable } from 'rxjs';

/** An API with 10,000 routes, or a document of 5 MB as a JSON text, with its line ends and quotes escaped. */
const MAX_UPLOAD = '10mb';
const UPLOAD =
  /^\/api\/(?:applications\/import|apis(?:\/(?:[^/?]+|(?:[^/?]+\/)?openapi(?:\/preview)?))?)\/?(?:\?|$)/;

const parse = json({ limit: MAX_UPLOAD });

/** Whether a request about APIs may be larger than others: its body is read when it is known who sends it. */
export const isDocumentUpload = ({ url = '' }: { readonly url?: string | undefined }): boolean =>
  UPLOAD.test(url);

const readBody = (request: Request, response: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    parse(request, response, (error?: Error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });

/** Reads a body that only an operator may send; those below /api/apis need it, whoever has a body. */
@Injectable()
export class UploadInterceptor implements NestInterceptor {
  /** What comes after the wait is done in the same name as what came before, which an observable would forget. */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    await readBody(http.getRequest<Request>(), http.getResponse<Response>());
    return next.handle();
  }
}

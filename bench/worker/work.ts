// One task of a page or process of the bench: plain data in, plain data out.
export type Work<Request, Answer> = (request: Request, gpu: GPU | undefined) => Promise<Answer>;

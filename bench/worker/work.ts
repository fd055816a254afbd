// One piece of work for a page or a process of the bench: plain data in, plain data out.
export type Work<Request, Answer> = (request: Request, gpu: GPU | undefined) => Promise<Answer>;

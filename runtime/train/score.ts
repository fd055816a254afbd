// How well a network does on some images, by what fits its goal, and under which names events carry it.

/** Means: over images, or where each pixel has a class, over the pixels that have a label. */
export interface Score {
  readonly loss: number;
  /** The fraction of right classes; absent where the answers are images. */
  readonly accuracy?: number;
  /** Where the answers are images: peak signal-to-noise ratio in dB, for values from 0 to 1. */
  readonly psnr?: number;
}

/** On the test images. */
export interface TestScore {
  readonly testLoss: number;
  readonly testAccuracy?: number;
  readonly testPsnr?: number;
}

/** On the held-out training images. */
export interface ValidationScore {
  readonly validationLoss: number;
  readonly validationAccuracy?: number;
  readonly validationPsnr?: number;
}

/**
 * How the training does on images it does not learn from: the held-out training images, or where there are none, the
 * test images.
 */
export type Watched = Partial<TestScore & ValidationScore>;

export function asTestScore({ loss, accuracy, psnr }: Score): TestScore {
  return {
    testLoss: loss,
    ...(accuracy !== undefined && { testAccuracy: accuracy }),
    ...(psnr !== undefined && { testPsnr: psnr }),
  };
}

export function asValidationScore({ loss, accuracy, psnr }: Score): ValidationScore {
  return {
    validationLoss: loss,
    ...(accuracy !== undefined && { validationAccuracy: accuracy }),
    ...(psnr !== undefined && { validationPsnr: psnr }),
  };
}

/** On the test images, if an event has that. */
export function testScoreIn({ testLoss, testAccuracy, testPsnr }: Watched): Score | undefined {
  return testLoss === undefined ? undefined : scoreIn({ loss: testLoss, accuracy: testAccuracy, psnr: testPsnr });
}

/** On the validation images, if an event has that. */
export function validationScoreIn(event: Watched): Score | undefined {
  const { validationLoss, validationAccuracy, validationPsnr } = event;
  if (validationLoss === undefined) return undefined;
  return scoreIn({ loss: validationLoss, accuracy: validationAccuracy, psnr: validationPsnr });
}

/** The score of an event, without its other fields. */
export function scoreIn({ loss, accuracy, psnr }: Score): Score {
  return { loss, ...(accuracy !== undefined && { accuracy }), ...(psnr !== undefined && { psnr }) };
}

/** The figures of `Watched` that an event has. */
export function watched(event: Watched): Watched {
  const [test, validation] = [testScoreIn(event), validationScoreIn(event)];
  return { ...(test && asTestScore(test)), ...(validation && asValidationScore(validation)) };
}

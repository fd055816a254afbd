// Every limit on a data set's files, checked before they cost time or memory. docs/security.md lists them; a test
// compares.

const MiB = 2 ** 20;
const GiB = 2 ** 30;

export const dataLimits = {
  /** A stored image: its file, and its pixels; a camera's photograph has about 24 million. */
  imageBytes: 32 * MiB,
  imagePixels: 25_000_000,
  /** Scans of a progressive JPEG, each of which goes over the whole image. */
  jpegScans: 100,
  folderImages: 200_000,
  folderClasses: 1000,
  /** At the network's size. */
  folderBytes: 2 * GiB,
  npzBytes: GiB,
  npzMembers: 1000,
  /** The arrays that are read, together. */
  npzUnpacked: 2 * GiB,
  /** What an archive may unpack to without a look at how far it is packed. */
  unpackedBytes: 64 * MiB,
  /** How far larger arrays may be packed; digits as float64 pack to a fortieth. */
  npzRatio: 200,
  npyHeaderBytes: 4096,
  /** In a file of MNIST; EMNIST has 240,000. */
  mnistImages: 300_000,
  /** In a file of CIFAR-10: five times its own. */
  cifarImages: 50_000,
} as const;

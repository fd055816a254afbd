// Fully connected layers that the kernels cut into tiles in every way they have: batches and units in fours and not,
// fewer rows than a tile has, tiles that are not full.
export const fullyConnected = [
  { batch: 1, inputs: 1, units: 1 },
  { batch: 1, inputs: 64, units: 12 },
  { batch: 3, inputs: 5, units: 17 },
  { batch: 32, inputs: 64, units: 10 },
  { batch: 5, inputs: 17, units: 64 },
  { batch: 18, inputs: 28, units: 36 },
  { batch: 200, inputs: 12, units: 8 },
] as const;

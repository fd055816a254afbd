// PyTorch on the CPU: one thread.
import { onPyTorch } from './pytorch/contestant.js';

export const contestant = onPyTorch({ threads: 1, channelsLast: false });

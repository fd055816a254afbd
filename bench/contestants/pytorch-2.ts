// PyTorch on the CPU: two threads.
import { onPyTorch } from './pytorch/contestant.js';

export const contestant = onPyTorch({ threads: 2, channelsLast: false });

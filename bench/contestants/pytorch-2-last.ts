// PyTorch on the CPU: two threads, channels last.
import { onPyTorch } from './pytorch/contestant.js';

export const contestant = onPyTorch({ threads: 2, channelsLast: true });

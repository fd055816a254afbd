// PyTorch on the CPU: one thread, channels last.
import { onPyTorch } from './pytorch/contestant.js';

export const contestant = onPyTorch({ threads: 1, channelsLast: true });

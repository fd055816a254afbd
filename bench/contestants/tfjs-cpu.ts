// TensorFlow.js in plain JavaScript; importing the backend registers it.
import '@tensorflow/tfjs-backend-cpu';
import { onBackend } from './tfjs.js';

export const contestant = onBackend('cpu', async () => {});

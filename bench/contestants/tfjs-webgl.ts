// TensorFlow.js on WebGL; importing the backend registers it.
import '@tensorflow/tfjs-backend-webgl';
import { onBackend } from './tfjs.js';

export const contestant = onBackend('webgl', async () => {});
